#include "flows/doctor/doctor.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include "contexts/orders/chain.h"
#include "contexts/orders/papers.h"
#include "contexts/orders/prices.h"
#include "contexts/orders/refunds.h"
#include "platform/json/json.h"

namespace gh::doctor {
namespace {

using orders::Order;
using orders::OrderStatus;
using orders::PaymentStatus;
using payments::IntentStatus;

constexpr int page_size = 500;
constexpr int movements_page_size = 100;

// What stock says about one order.
struct StockOfOrder {
  std::map<Sku, std::int64_t> held;                    // live holds, thousandths
  std::map<std::pair<Sku, LotId>, std::int64_t> sold;  // less what was returned, thousandths
  std::map<Sku, std::int64_t> places;                  // as sold, of what has a capacity: windows, coupons
};

using Sales = std::map<std::pair<Sku, LotId>, std::int64_t>;

// The lots that the lines were filled from, less what refunds have put back; of an order that is not paid: nothing.
Sales named_by_order(const Order& order) {
  Sales sales;
  if (!orders::was_paid(order)) return sales;
  for (const auto& line : order.lines) {
    for (const auto& share : line.lots) sales[{line.sku, share.lot}] += share.quantity.milli;
  }
  for (const auto& refund : order.refunds) {
    for (const auto& line : refund.lines) {
      for (const auto& share : line.restocked) sales[{line.sku, share.lot}] -= share.quantity.milli;
    }
  }
  const bool all_back = order.status == OrderStatus::cancelled && order.refunds.empty();  // from before there were refunds
  std::erase_if(sales, [all_back](const auto& sale) { return all_back || sale.second == 0; });
  return sales;
}

}  // namespace

// What was read so far, and what was found.
struct Doctor::Books {
  Timestamp started;
  std::unordered_map<OrderId, StockOfOrder> stock;
  std::unordered_map<PaymentIntentId, payments::IntentState> intents;
  std::map<std::string, std::vector<std::int64_t>> papers;  // numbers by series
  Report report;

  void find(std::string check, std::string object, std::string detail) {
    if (++report.found <= static_cast<std::int64_t>(findings_max))
      report.findings.push_back({std::move(check), std::move(object), std::move(detail)});
  }
};

Task<Result<Report>> Doctor::examine() const {
  Books books;
  books.started = clock_.now();
  GH_CO_CHECK(co_await read_stock(books));
  GH_CO_CHECK(co_await read_payments(books));
  GH_CO_CHECK(co_await read_orders(books));
  if (options_.settled_after.count() == 0) judge_papers(books);
  // What no order has asked for is left.
  for (const auto& [order, stock] : books.stock) {
    if (!stock.held.empty()) books.find("hold", order.text(), "stock is held for an order that does not exist");
    if (!stock.sold.empty() || !stock.places.empty()) books.find("sale", order.text(), "stock was sold to an order that does not exist");
  }
  for (const auto& [id, intent] : books.intents) {
    if (intent.status == IntentStatus::succeeded && intent.refunded != intent.amount) {
      books.find("payment", id.text(), to_string(intent.amount) + " charged without an order");
    } else if (!payments::is_final(intent.status)) {
      books.find("payment", id.text(), "may still be charged, and there is no order");
    }
  }
  co_return std::move(books.report);
}

Task<Result<void>> Doctor::read_stock(Books& books) const {
  std::string cursor;
  do {
    GH_CO_TRY(auto page, co_await inventory_.all_items(page_size, cursor));
    for (const auto& sku : page.items) {
      ++books.report.items;
      const auto holds = co_await inventory_.audit(sku);
      if (!holds && holds.error().kind().http_status() == 503) co_return fail(holds.error());
      if (!holds) {
        books.find("stock", sku.text(), std::string(holds.error().kind().code) + ": " + holds.error().detail());
      } else {
        for (const auto& hold : *holds) {
          ++books.report.holds;
          books.stock[hold.order].held[sku] = hold.quantity.milli;
        }
      }
      GH_CO_CHECK(co_await read_sales(books, sku));
    }
    cursor = page.next;
  } while (!cursor.empty());
  co_return Result<void>{};
}

Task<Result<void>> Doctor::read_sales(Books& books, Sku sku) const {
  GH_CO_TRY(const auto product, co_await catalog_.find(sku.product()));
  GH_CO_TRY(const auto places, co_await inventory_.places({sku}));
  if (!product && !places.front()) co_return Result<void>{};  // goods without a product cannot have been sold
  const FarmId farm = product ? product->farm.id : FarmId{};  // places are no farm's
  std::string cursor;
  do {
    GH_CO_TRY(auto page, co_await inventory_.movements(farm, sku, movements_page_size, cursor));
    for (const auto& movement : page.items) {
      const bool sold = movement.kind == inventory::MovementKind::sold;
      if (!sold && movement.kind != inventory::MovementKind::returned) continue;
      books.report.sales += sold ? 1 : 0;
      if (!movement.order || !movement.lot) {
        books.find("sale", sku.text(), "a sale without order or lot");
      } else if (places.front()) {
        books.stock[*movement.order].places[sku] -= movement.quantity.milli;
      } else {
        books.stock[*movement.order].sold[{sku, *movement.lot}] -= movement.quantity.milli;
      }
    }
    cursor = page.next;
  } while (!cursor.empty());
  co_return Result<void>{};
}

Task<Result<void>> Doctor::read_payments(Books& books) const {
  std::string after;
  do {
    GH_CO_TRY(auto page, co_await payments_.list(after, page_size));
    for (auto& intent : page.items) {
      ++books.report.payments;
      const auto id = intent.id;
      if (!books.intents.emplace(id, std::move(intent)).second) books.find("payment", id.text(), "the provider lists it twice");
    }
    after = page.next;
  } while (!after.empty());
  co_return Result<void>{};
}

Task<Result<void>> Doctor::read_orders(Books& books) const {
  std::string after;
  do {
    GH_CO_TRY(auto page, co_await orders_.all(after, page_size));
    for (const auto& order : page.items) judge(books, order.value);
    after = page.next;
  } while (!after.empty());
  co_return Result<void>{};
}

namespace {

// Each says what is wrong about one aspect of one order, or nothing.
using Complaint = std::string;

Complaint wrong_totals(const Order& order) {
  std::optional<Money> sum = Money{0, order.totals.total.currency};
  for (const auto& line : order.lines) {
    if (orders::total_of(line) != line.line_total) return "the price of line " + line.sku.text() + " does not explain its total";
    sum = sum ? add(*sum, line.line_total) : sum;
  }
  for (const auto& part : order.parts) {
    if (orders::total_of(part) != part.delivery_fee) return "the delivery fee of " + part.farm.text() + " is not explained";
    sum = sum ? add(*sum, part.delivery_fee) : sum;
  }
  return sum && order.totals.total == *sum ? "" : "the total is not the sum of the lines and delivery fees";
}

Complaint wrong_stock(const Order& order, const StockOfOrder& stock) {
  if (!stock.held.empty() && order.status != OrderStatus::pending_payment) {
    return order.status == OrderStatus::cancelled || !orders::was_paid(order) ? "an order that has ended still holds stock"
                                                                              : "a paid order's holds were not posted";
  }
  Sales sold = stock.sold;
  std::erase_if(sold, [](const auto& sale) { return sale.second == 0; });
  if (sold == named_by_order(order)) return "";
  if (!orders::was_paid(order)) return "stock was sold to an order that was never paid";
  return order.status == OrderStatus::cancelled ? "stock of a cancelled order was not taken back"
                                                : "what was sold is not what the order's lines and refunds name";
}

// A part that was cancelled may have given its place back.
bool may_be_free(const Order& order, const Sku& sku) {
  return order.status == OrderStatus::cancelled || std::ranges::any_of(order.parts, [&](const orders::Part& part) {
           return part.status == orders::PartStatus::cancelled && part.delivery && part.delivery->window &&
                  part.delivery->window->booking == sku;
         });
}

// A paid order has what it booked, and nobody else has.
Complaint wrong_places(const Order& order, const StockOfOrder& stock) {
  if (!stock.held.empty()) return "";  // wrong_stock's to judge
  std::map<Sku, std::int64_t> due;
  if (orders::was_paid(order)) {
    for (const auto& booking : order.bookings) due[booking.sku] = booking.quantity.milli;
  }
  for (const auto& [sku, taken] : stock.places) {
    if (taken != 0 && (!due.contains(sku) || taken != due[sku])) return "more or less of " + sku.text() + " is taken than was booked";
  }
  for (const auto& [sku, quantity] : due) {
    const auto taken = stock.places.find(sku);
    const bool has = taken != stock.places.end() && taken->second == quantity;
    if (!has && !may_be_free(order, sku)) return "what was booked of " + sku.text() + " is not taken";
  }
  return "";
}

// Per line: no more packs and no more cents went back than were bought.
Complaint wrong_refunds(const Order& order) {
  for (const auto& line : order.lines) {
    const auto back = orders::given_back(order, line);
    if (back.quantity > line.quantity || back.amount > line.line_total) return "more of " + line.sku.text() + " went back than was bought";
    if (back.quantity == line.quantity && back.amount != line.line_total)
      return "all of " + line.sku.text() + " went back, not all its money";
  }
  for (const auto& refund : order.refunds) {
    auto sum = refund.delivery_fee.minor;
    for (const auto& line : refund.lines) sum += line.amount.minor;
    if (refund.farm && sum != refund.amount.minor) return "refund " + refund.id.text() + " is not the sum of its lines";
    if (refund.status == orders::RefundStatus::due) return "the refund " + refund.id.text() + " was not carried out";
  }
  return "";
}

Complaint wrong_payment(const Order& order, const payments::IntentState* intent) {
  if (order.totals.total.minor == 0) return intent == nullptr ? "" : "the provider was asked although nothing was to pay";
  const bool charged = intent != nullptr && intent->status == IntentStatus::succeeded;
  if (intent != nullptr && intent->amount != order.totals.total) return "the provider knows another amount: " + to_string(intent->amount);
  auto recorded = orders::refunds_sum(order, orders::RefundStatus::done);
  if (order.refunds.empty() && order.payment.status == PaymentStatus::refunded) recorded = order.totals.total;
  if (charged && intent->refunded != recorded && order.status != OrderStatus::pending_payment) {
    return "the provider gave back " + to_string(intent->refunded) + ", the order says " + to_string(recorded);
  }
  if (order.status == OrderStatus::pending_payment) {
    return charged && intent->refunded.minor != 0 ? "refunded, but still waiting for its payment" : "";
  }
  if (orders::was_paid(order) && !charged) return "paid, but the provider has no money for it";
  const bool keeps = order.status != OrderStatus::cancelled && order.status != OrderStatus::rejected;
  if (keeps) return "";
  if (charged && recorded != order.totals.total) {
    return to_string(intent->amount) + " charged for an order that is " + std::string(json::enum_name(order.status));
  }
  if (intent != nullptr && !payments::is_final(intent->status)) return "may still be charged";
  return recorded.minor != 0 && !charged ? "recorded as refunded, but the provider did not" : "";
}

}  // namespace

// Only while nobody takes numbers: the last one may stand in its series before it stands in its order.
void Doctor::judge_papers(Books& books) const {
  for (auto& [series, numbers] : books.papers) {
    std::ranges::sort(numbers);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] == static_cast<std::int64_t>(i) + 1) continue;
      books.find("invoice", series, "number " + std::to_string(i + 1) + " is missing or was given twice");
      break;
    }
  }
}

void Doctor::judge(Books& books, const Order& order) const {
  auto& report = books.report;
  for (const auto& paper : orders::papers_of(order)) {
    const auto dash = paper.number.rfind('-');
    books.papers[paper.number.substr(0, dash)].push_back(std::stoll(paper.number.substr(dash + 1)));
  }
  ++report.orders;
  if (orders::was_paid(order) && order.status != OrderStatus::cancelled) ++report.paid;
  const auto id = order.id.text();
  auto stock = books.stock.extract(order.id);
  auto intent = books.intents.extract(order.payment.intent);
  if (const auto chain = orders::verify_chain(order); !chain) books.find("chain", id, chain.error().detail());
  if (const auto wrong = wrong_totals(order); !wrong.empty()) books.find("totals", id, wrong);

  // Young by its own clock, or waiting within its deadline: its work may be on the way.
  const auto settled = books.started - options_.settled_after;
  const bool waits = order.status == OrderStatus::pending_payment && order.deadline > settled;
  if (waits || (order.updated > settled && options_.settled_after.count() > 0)) {
    ++report.in_flight;
    return;
  }
  if (order.status == OrderStatus::pending_payment) books.find("order", id, "stands still since its deadline " + to_string(order.deadline));
  const StockOfOrder none;
  if (const auto wrong = wrong_stock(order, stock ? stock.mapped() : none); !wrong.empty()) books.find("hold", id, wrong);
  if (const auto wrong = wrong_places(order, stock ? stock.mapped() : none); !wrong.empty()) books.find("hold", id, wrong);
  if (const auto wrong = wrong_refunds(order); !wrong.empty()) books.find("refund", id, wrong);
  if (const auto wrong = wrong_payment(order, intent ? &intent.mapped() : nullptr); !wrong.empty()) books.find("payment", id, wrong);
}

}  // namespace gh::doctor
