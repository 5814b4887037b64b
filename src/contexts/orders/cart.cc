#include "contexts/orders/cart.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/orders/errors.h"

namespace gh::orders {
namespace {

template <class T>
void remember(std::vector<T>& list, T value, std::size_t kept) {
  list.push_back(std::move(value));
  if (list.size() > kept) list.erase(list.begin());
}

void forget_removed(Cart& cart, const Sku& sku) {
  std::erase_if(cart.removed, [&](const RemovedLine& line) { return line.sku == sku; });
}

}  // namespace

Result<void> put_line(Cart& cart, CartLine line, Timestamp now) {
  if (line.quantity.milli < 0 || line.quantity > line_quantity_max) return fail(errors::bad_quantity, line.sku.text());
  const auto found = std::ranges::find(cart.lines, line.sku, &CartLine::sku);
  cart.updated = now;
  if (line.quantity.milli == 0) {
    if (found == cart.lines.end()) return {};
    forget_removed(cart, line.sku);
    remember(cart.removed, RemovedLine{found->sku, found->quantity, found->title}, removed_kept);
    cart.lines.erase(found);
    return {};
  }
  forget_removed(cart, line.sku);
  if (found != cart.lines.end()) {
    *found = std::move(line);
    return {};
  }
  if (cart.lines.size() >= lines_max) return fail(errors::cart_full);
  cart.lines.push_back(std::move(line));
  return {};
}

Result<void> add_line(Cart& cart, const Addition& addition, const LineOf& line_of, Timestamp now) {
  if (const auto made = std::ranges::find(cart.added, addition.key, &Addition::key); made != cart.added.end())
    return *made == addition ? Result<void>() : fail(errors::idempotency_key_reused);
  if (addition.quantity.milli <= 0) return fail(errors::bad_quantity, addition.sku.text());
  const auto found = std::ranges::find(cart.lines, addition.sku, &CartLine::sku);
  GH_TRY(auto line, line_of(found == cart.lines.end() ? addition.quantity : found->quantity + addition.quantity));
  GH_CHECK(put_line(cart, std::move(line), now));
  remember(cart.added, addition, additions_remembered);
  return {};
}

void merge(Cart& into, const Cart& from, Timestamp now) {
  if (std::ranges::find(into.merged, from.id) != into.merged.end()) return;
  for (const auto& line : from.lines) {
    const auto found = std::ranges::find(into.lines, line.sku, &CartLine::sku);
    if (found != into.lines.end()) {
      // What the buyer saw last is the newer price; the quote tells if it is not today's.
      found->quantity = std::min(found->quantity + line.quantity, line_quantity_max);
    } else if (into.lines.size() < lines_max) {
      into.lines.push_back(line);
    }
  }
  for (const auto& code : from.coupons) {
    if (into.coupons.size() < codes_max && std::ranges::find(into.coupons, code) == into.coupons.end()) into.coupons.push_back(code);
  }
  for (const auto& choice : from.deliveries) {
    if (std::ranges::find(into.deliveries, choice.farm, &DeliveryChoice::farm) == into.deliveries.end()) into.deliveries.push_back(choice);
  }
  if (!into.address) into.address = from.address;
  remember(into.merged, from.id, merges_remembered);
  into.updated = now;
}

Result<void> put_code(Cart& cart, const std::string& code, Timestamp now) {
  if (std::ranges::find(cart.coupons, code) != cart.coupons.end()) return {};
  if (cart.coupons.size() >= codes_max) return fail(errors::too_many_codes);
  cart.coupons.push_back(code);
  cart.updated = now;
  return {};
}

void remove_code(Cart& cart, const std::string& code, Timestamp now) {
  if (std::erase(cart.coupons, code) > 0) cart.updated = now;
}

Result<void> choose(Cart& cart, CartChoices choices, Timestamp now) {
  if (choices.deliveries) {
    auto& chosen = *choices.deliveries;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const auto wrong = [&](std::string code, std::string detail) {
        return fail(Error(gh::errors::invalid).field(fmt::format("/deliveries/{}/farm", i), std::move(code), std::move(detail)));
      };
      if (std::ranges::find(cart.lines, chosen[i].farm, &CartLine::farm) == cart.lines.end())
        return wrong("not_in_cart", "Nothing of this farm is in the cart.");
      if (std::ranges::count(chosen, chosen[i].farm, &DeliveryChoice::farm) > 1) return wrong("twice", "A farm has one choice.");
    }
    cart.deliveries = std::move(chosen);
  }
  if (choices.address) cart.address = std::move(choices.address);
  cart.updated = now;
  return {};
}

}  // namespace gh::orders
