#include "contexts/orders/service.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "contexts/orders/errors.h"
#include "contexts/orders/guest.h"
#include "contexts/orders/order.h"
#include "platform/crypto/encoding.h"
#include "platform/json/json.h"
#include "platform/ports/find_bounds.h"

namespace gh::orders {
namespace {

// Ascending in the index is oldest first.
std::string buyer_key(const Order& order) {
  return order.buyer ? order.buyer->text() + '/' + ports::sortable(order.created.ms) : std::string();
}
std::string look_key(const Order& order) { return order.look_at.ms != 0 ? ports::sortable(order.look_at.ms) : std::string(); }
// One cart is ordered once, by the store's word: two orders of one cart at the same time would be a buyer charged twice.
std::string cart_key(const Order& order) {
  return order.status == OrderStatus::rejected || order.status == OrderStatus::cancelled ? std::string() : order.cart.text();
}
std::string email_key(const Order& order) {
  return order.contact.email.empty() ? std::string() : order.contact.email + '/' + ports::sortable(order.created.ms);
}
std::optional<ComplaintState> complaint_state(const Order& order) {
  if (order.complaints.empty()) return std::nullopt;
  const bool resolved = std::ranges::all_of(order.complaints, [](const auto& each) { return each.status == ComplaintStatus::resolved; });
  return resolved ? ComplaintState::resolved : ComplaintState::unresolved;
}
std::string complaint_folder(ComplaintState state) { return std::string(json::enum_name(state)) + '/'; }
std::string complaint_key(const Order& order) {
  const auto state = complaint_state(order);
  return state ? complaint_folder(*state) + ports::sortable(order.created.ms) : std::string();
}
std::string part_key(const FarmId& farm, PartStatus status, Date day) {
  return farm.text() + '/' + std::string(json::enum_name(status)) + '/' + ports::sortable(day.days) + '/';
}

// With one line, measured: a guest's cart 380, an order 2,280 when it is paid. The rest of it is written over days, not at once.
constexpr std::size_t cart_bytes = 400, order_bytes = 2400;

constexpr PartStatus shown_to_farms[] = {PartStatus::paid,      PartStatus::packing,   PartStatus::packed,  PartStatus::shipped,
                                         PartStatus::delivered, PartStatus::cancelled, PartStatus::returned};

// One index for each part that an order may have, so that a document is found by every farm in it.
constexpr std::size_t indexes_before_parts = 5;
std::string part_index(std::size_t part) { return "part_" + std::to_string(part + 1); }
std::vector<ports::IndexSpec> indexes() {
  std::vector<ports::IndexSpec> all{{"buyer"}, {"look"}, {"cart", true}, {"placed"}, {"email"}};
  for (std::size_t i = 0; i < parts_max; ++i) all.push_back({part_index(i)});
  all.push_back({"complaint"});
  return all;
}
std::vector<std::string> keys_of(const Order& order) {
  std::vector<std::string> keys{buyer_key(order), look_key(order), cart_key(order), ports::sortable(order.created.ms), email_key(order)};
  const bool shown = was_paid(order);
  for (std::size_t i = 0; i < parts_max; ++i) {
    const auto* part = shown && i < order.parts.size() ? &order.parts[i] : nullptr;
    keys.push_back(part ? part_key(part->farm, part->status, day_of(order, *part)) + ports::sortable(order.created.ms) : std::string());
  }
  keys.push_back(complaint_key(order));
  return keys;
}

// Which index a search goes by, and what its keys begin with.
std::pair<std::string_view, std::string> way_of(const OrderFilter& filter) {
  if (!filter.email.empty()) return {"email", filter.email + '/'};
  if (filter.complaints) return {"complaint", complaint_folder(*filter.complaints)};
  return {"placed", std::string()};
}

// A guest's cart is found by its id only.
std::string cart_key(const Cart& cart) { return cart.buyer ? cart.buyer->text() + '/' + ports::sortable(cart.created.ms) : std::string(); }

bool sees(const Order& order, const Viewer& viewer) {
  if (viewer.admin || order.buyer) return viewer.admin || order.buyer == viewer.user;
  if (!viewer.secret.empty()) return viewer.secret == guest_secret(order);
  return !viewer.email.empty() && viewer.email == order.contact.email;
}

}  // namespace

Service::Service(ports::Documents& documents, const Clock& clock, Random& random)
    : clock_(clock),
      random_(random),
      carts_(documents, {.name = "carts", .indexes = {{"buyer"}}, .grows_to_bytes = cart_bytes},
             [](const Cart& cart) { return std::vector<std::string>{cart_key(cart)}; }),
      orders_(documents, {.name = "orders", .indexes = indexes(), .audit = ports::AuditSpec{}, .grows_to_bytes = order_bytes}, keys_of) {}

Result<void> Service::opened() const {
  GH_CHECK(carts_.opened());
  return orders_.opened();
}

Task<Result<Order>> Service::order(OrderId id, Viewer viewer) const {
  GH_CO_TRY(auto found, co_await orders_.require(std::move(id)));
  if (!sees(found.value, viewer)) co_return fail(gh::errors::not_found);
  co_return std::move(found.value);
}

Task<Result<OrderPage>> Service::orders_of(UserId buyer, int limit, std::string cursor) const {
  const auto after = crypto::from_base64url(cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  ports::Range range{buyer.text() + '/', buyer.text() + '0', true};  // '0' comes right behind '/'
  GH_CO_TRY(auto page, co_await orders_.find("buyer", std::move(range), std::min(limit, page_max), *after));
  OrderPage out;
  out.next_cursor = crypto::base64url(crypto::bytes_of(page.next));
  out.items.reserve(page.items.size());
  for (auto& item : page.items) out.items.push_back(std::move(item.value));
  co_return out;
}

// The parts of one farm lie in one lane for each status and place among an order's parts; the lanes share the form of their keys, so that
// a position in one of them is one in all.
Task<Result<OrderPage>> Service::parts(PartFilter filter, int limit, std::string cursor) const {
  const auto after = crypto::from_base64url(cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  limit = std::min(limit, page_max);
  if (filter.statuses.empty()) filter.statuses.assign(std::begin(shown_to_farms), std::end(shown_to_farms));
  const Date first = filter.from.value_or(Date{}), behind{filter.to ? filter.to->days + 1 : std::numeric_limits<int>::max()};
  std::vector<std::pair<std::string, Order>> found;
  bool more = false;
  for (std::size_t i = 0; i < parts_max; ++i) {
    for (const auto status : filter.statuses) {
      ports::Range range{part_key(filter.farm, status, first), part_key(filter.farm, status, behind)};
      GH_CO_TRY(auto page, co_await orders_.find(part_index(i), std::move(range), limit, *after));
      more = more || !page.next.empty();
      for (auto& item : page.items) found.emplace_back(keys_of(item.value)[indexes_before_parts + i], std::move(item.value));
    }
  }
  std::ranges::sort(found, {}, [](const auto& each) { return std::tie(each.first, each.second.id); });
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.resize(static_cast<std::size_t>(limit));
    more = true;
  }
  OrderPage out;
  if (more && !found.empty()) {
    out.next_cursor = crypto::base64url(crypto::bytes_of(ports::position_text(found.back().first, found.back().second.id.text())));
  }
  for (auto& each : found) out.items.push_back(std::move(each.second));
  co_return out;
}

Task<Result<OrderPage>> Service::search(OrderFilter filter, int limit, std::string cursor) const {
  auto after = crypto::from_base64url(cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  const auto from = filter.from.value_or(Timestamp{}), to = filter.to.value_or(Timestamp{std::numeric_limits<std::int64_t>::max()});
  const auto [index, folder] = way_of(filter);
  const ports::Range range{folder + ports::sortable(from.ms), folder + ports::sortable(to.ms), true};
  const auto wanted = [&filter](const Order& order) {
    const bool status = filter.statuses.empty() || std::ranges::find(filter.statuses, order.status) != filter.statuses.end();
    const bool complaint = !filter.complaints || complaint_state(order) == filter.complaints;
    return status && complaint && (!filter.farm || std::ranges::find(order.lines, *filter.farm, &OrderLine::farm) != order.lines.end());
  };
  OrderPage out;
  for (int looked_at = 0; looked_at < search_looks_max; looked_at += page_max) {
    GH_CO_TRY(auto page, co_await orders_.find(index, range, page_max, *after));
    for (auto& item : page.items) {
      if (!wanted(item.value)) continue;
      const auto& last = item.value;
      const auto position = ports::position_text(folder + ports::sortable(last.created.ms), last.id.text());
      out.items.push_back(std::move(item.value));
      if (out.items.size() < static_cast<std::size_t>(std::min(limit, page_max))) continue;
      out.next_cursor = crypto::base64url(crypto::bytes_of(position));
      co_return out;
    }
    *after = page.next;
    if (page.next.empty()) co_return out;
  }
  out.next_cursor = crypto::base64url(crypto::bytes_of(*after));
  co_return out;
}

Task<Result<Versioned<Order>>> Service::insert(Order order, Outbox outbox) const {
  return orders_.insert(std::move(order), std::move(outbox));
}

Task<Result<std::optional<Versioned<Order>>>> Service::find(OrderId id) const { return orders_.get(std::move(id)); }

Task<Result<std::optional<Versioned<Order>>>> Service::find_by_cart(CartId cart) const { return orders_.find_one("cart", cart.text()); }

Task<Result<Versioned<Order>>> Service::replace(Versioned<Order> before, Order after, Outbox outbox) const {
  co_return co_await orders_.replace(before, std::move(after), std::move(outbox));
}

Task<Result<std::vector<Versioned<Order>>>> Service::due(Timestamp now, int limit) const {
  GH_CO_TRY(auto page, co_await orders_.find("look", ports::Range{"", ports::sortable(now.ms + 1)}, limit));
  co_return std::move(page.items);
}

Task<Result<TypedPage<Order>>> Service::all(std::string after, int limit) const {
  return orders_.find("", ports::Range{}, limit, std::move(after));
}

}  // namespace gh::orders
