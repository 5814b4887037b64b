#include "gateway/routes/fulfilment.h"

#include <algorithm>

#include "base/errors.h"
#include "contexts/identity/scopes.h"
#include "contexts/orders/errors.h"
#include "flows/fulfilment/lists.h"
#include "gateway/problem.h"
#include "gateway/routes/if_any.h"
#include "gateway/routes/order_views.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;
using orders::PartStatus;

struct PartListQuery {
  json::PageLimit limit;
  json::Cursor cursor;
  json::List<PartStatus, 0, 8> status;
  std::optional<Date> from;  // the day for which it is packed
  std::optional<Date> to;
};
BOOST_DESCRIBE_STRUCT(PartListQuery, (), (limit, cursor, status, from, to))

struct DayQuery {
  Date day;
};
BOOST_DESCRIBE_STRUCT(DayQuery, (), (day))

struct LineInput {
  Sku sku;
  Quantity quantity;
};
BOOST_DESCRIBE_STRUCT(LineInput, (), (sku, quantity))

using LinesInput = json::List<LineInput, 0, orders::lines_max>;
using Words = json::LongText<0, 1000>;

struct PackedInput {
  std::optional<LinesInput> lines;  // how many packs really went in; a line that is not named is whole
};
BOOST_DESCRIBE_STRUCT(PackedInput, (), (lines))

struct ShippedInput {
  std::optional<json::Text<0, 80>> carrier;
  std::optional<json::Text<0, 120>> tracking;
  std::optional<json::Text<0, 80>> tour;  // of the farm's own
};
BOOST_DESCRIBE_STRUCT(ShippedInput, (), (carrier, tracking, tour))

struct DeliveredInput {
  std::optional<json::Text<0, 120>> handed_to;
  std::optional<json::Text<0, 300>> note;
  std::optional<Timestamp> at;  // not in the future; absent: now
};
BOOST_DESCRIBE_STRUCT(DeliveredInput, (), (handed_to, note, at))

struct PartBackInput {
  std::optional<LinesInput> lines;  // none: all that is left
  std::optional<bool> restock;      // absent: the goods go back on stock
  json::LongText<3, 1000> reason;
};
BOOST_DESCRIBE_STRUCT(PartBackInput, (), (lines, restock, reason))

struct FarmNoteInput {
  orders::NoteFor audience = orders::NoteFor::internal;
  json::LongText<1, 2000> text;
};
BOOST_DESCRIBE_STRUCT(FarmNoteInput, (), (audience, text))

struct ComplaintAnswerInput {
  json::LongText<1, 2000> text;
};
BOOST_DESCRIBE_STRUCT(ComplaintAnswerInput, (), (text))

enum class BulkTo { packing, packed, shipped, delivered };
BOOST_DESCRIBE_ENUM(BulkTo, packing, packed, shipped, delivered)

struct BulkInput {
  json::List<OrderId, 1, fulfilment::bulk_max> orders;
  BulkTo to = BulkTo::packed;
  std::optional<ShippedInput> shipped;
  std::optional<DeliveredInput> delivered;
};
BOOST_DESCRIBE_STRUCT(BulkInput, (), (orders, to, shipped, delivered))

struct PartComplaintPath {
  OrderId id;
  ComplaintId complaint;
};
BOOST_DESCRIBE_STRUCT(PartComplaintPath, (), (id, complaint))

struct FarmLineView {
  Sku sku;
  std::string title;
  std::string unit;
  Quantity pack;
  Quantity ordered;
  Quantity left;  // to hand over
  Money unit_price;
  Money line_total;  // what the buyer pays for it in all
  orders::Storage storage = orders::Storage::ambient;
  std::vector<orders::LotShare> lots;  // to take it from
};
BOOST_DESCRIBE_STRUCT(FarmLineView, (), (sku, title, unit, pack, ordered, left, unit_price, line_total, storage, lots))

// What the buyer pays for the farm's part: total = goods + delivery_fee - refunded.
struct FarmMoney {
  Money goods;  // the lines' totals
  Money delivery_fee;
  Money refunded;  // also what is still on its way back
  Money total;
};
BOOST_DESCRIBE_STRUCT(FarmMoney, (), (goods, delivery_fee, refunded, total))

// What a farm sees of an order: its own part, and of the buyer what it needs to bring it.
struct FarmPartView {
  OrderId order;
  PartStatus status = PartStatus::paid;
  Date day;
  std::string first_name;
  std::vector<FarmLineView> lines;
  FarmMoney money;
  std::optional<orders::PartDelivery> delivery;
  std::optional<orders::Shipment> shipment;
  std::optional<orders::Handover> handover;
  std::optional<std::string> invoice;
  std::vector<orders::Complaint> complaints;
  std::vector<orders::OrderNote> notes;
  Timestamp placed;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(FarmPartView, (),
                      (order, status, day, first_name, lines, money, delivery, shipment, handover, invoice, complaints, notes, placed,
                       updated))

struct FarmPartList {
  std::vector<FarmPartView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(FarmPartList, (), (items, next_cursor))

struct BulkRow {
  OrderId order;
  std::optional<PartStatus> status;
  std::optional<std::string> code;  // of the error, as a problem names it
  std::optional<std::string> detail;
};
BOOST_DESCRIBE_STRUCT(BulkRow, (), (order, status, code, detail))

struct BulkReport {
  std::vector<BulkRow> items;
};
BOOST_DESCRIBE_STRUCT(BulkReport, (), (items))

struct PackingList {
  Date day;
  bool more = false;  // there are more orders than one list can hold
  std::vector<fulfilment::PackingGroup> groups;
  std::string csv;  // the same, to print
};
BOOST_DESCRIBE_STRUCT(PackingList, (), (day, more, groups, csv))

struct DeliveryList {
  Date day;
  bool more = false;
  std::vector<fulfilment::Stop> stops;
  std::string csv;
};
BOOST_DESCRIBE_STRUCT(DeliveryList, (), (day, more, stops, csv))

FarmMoney money_of(const orders::Order& order, const orders::Part& part) {
  const Money nothing{0, order.totals.total.currency};
  FarmMoney money{nothing, {part.delivery_fee.minor, nothing.currency}, nothing, nothing};
  for (const auto& line : order.lines) money.goods.minor += line.farm == part.farm ? line.line_total.minor : 0;
  for (const auto& refund : order.refunds) money.refunded.minor += refund.farm == part.farm ? refund.amount.minor : 0;
  money.total.minor = money.goods.minor + money.delivery_fee.minor - money.refunded.minor;
  return money;
}

Result<FarmPartView> part_view(const orders::Order& order, const FarmId& farm) {
  const auto* part = orders::find_part(order, farm);
  if (part == nullptr || !orders::was_paid(order)) return fail(gh::errors::not_found);
  FarmPartView out;
  out.order = order.id;
  out.status = part->status;
  out.day = orders::day_of(order, *part);
  out.first_name = fulfilment::first_name(*part);
  for (const auto& line : order.lines) {
    if (line.farm != farm) continue;
    out.lines.push_back({line.sku, line.title, line.unit, line.pack, line.quantity, orders::left_of(order, line), line.unit_price,
                         line.line_total, line.storage, fulfilment::lots_left(order, line)});
  }
  out.money = money_of(order, *part);
  out.delivery = part->delivery;
  if (out.delivery && out.delivery->address) out.delivery->address->name = out.first_name;
  out.shipment = part->shipment;
  out.handover = part->handover;
  if (part->invoice) out.invoice = part->invoice->number;
  std::ranges::copy_if(order.complaints, std::back_inserter(out.complaints), [&](const auto& c) { return c.farm == farm; });
  std::ranges::copy_if(order.notes, std::back_inserter(out.notes), [&](const auto& n) { return n.farm == farm; });
  out.placed = order.created;
  out.updated = order.updated;
  return out;
}

std::vector<orders::LineQuantity> lines_of(const std::optional<LinesInput>& input) {
  std::vector<orders::LineQuantity> lines;
  if (!input) return lines;
  for (const auto& line : *input) lines.push_back({line.sku, line.quantity});
  return lines;
}

template <class Field>
std::string field_text(const std::optional<Field>& field) {
  return field ? field->value() : std::string();
}

orders::Shipment shipment_of(const ShippedInput& in) { return {field_text(in.carrier), field_text(in.tracking), field_text(in.tour), {}}; }
orders::Handover handover_of(const DeliveredInput& in) {
  return {field_text(in.handed_to), field_text(in.note), in.at.value_or(Timestamp{})};
}

class PartDesk {
 public:
  PartDesk(orders::Service& orders, farmers::Service& farms) : orders_(orders), farmers_(farms) {}

  // The farm whose orders the caller may see and pack.
  Task<Result<FarmId>> farm_of(UserId user) const {
    GH_CO_TRY(auto farm, co_await farmers_.farm_for(std::move(user), farmers::Duty::orders));
    co_return std::move(farm.id);
  }
  Task<Result<fulfilment::PartRef>> part(const Call& call, OrderId order) const {
    GH_CO_TRY(auto farm, co_await farm_of(*call.caller.user));
    co_return fulfilment::PartRef{std::move(order), std::move(farm)};
  }
  // The parts of one day in these statuses, at most list_orders_max.
  Task<Result<orders::OrderPage>> of_day(FarmId farm, Date day, std::vector<PartStatus> statuses) const {
    orders::OrderPage all;
    const orders::PartFilter filter{std::move(farm), std::move(statuses), day, day};
    do {
      GH_CO_TRY(auto page, co_await orders_.parts(filter, orders::Service::page_max, all.next_cursor));
      std::ranges::move(page.items, std::back_inserter(all.items));
      all.next_cursor = std::move(page.next_cursor);
    } while (!all.next_cursor.empty() && all.items.size() < fulfilment::list_orders_max);
    co_return all;
  }

 private:
  orders::Service& orders_;
  farmers::Service& farmers_;
};

constexpr std::size_t part_bytes_max = std::size_t{32} * 1024;

RouteSpec farm_spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  errors.push_back(&gh::errors::not_found);
  if (method != net::Method::get) {
    for (const auto* error : {&orders::errors::illegal_transition, &orders::errors::order_busy}) errors.push_back(error);
  }
  return {.method = method,
          .path = "/api/v1/farms/mine/" + std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "orders",
          .roles = farmers,
          .scope = std::string(method == net::Method::get ? identity::orders_read : identity::orders_write),
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::write,
          .body_bytes_max = part_bytes_max,
          .errors = std::move(errors)};
}

fulfilment::Doer packer(const Call& call) { return {actor_of(call), call.request_id}; }

void list_routes(RouteTable& table, orders::Service& orders, PartDesk desk) {
  table.add<Input<None, PartListQuery>, FarmPartList>(
      farm_spec(net::Method::get, "orders", "listFarmOrders",
                "The caller's farm's parts of orders, by status, then by the day for which they are packed.", {&gh::errors::bad_cursor}),
      [&orders, desk](const Call& call, Input<None, PartListQuery> in) -> Task<Result<Reply<FarmPartList>>> {
        GH_CO_TRY(auto farm, co_await desk.farm_of(*call.caller.user));
        orders::PartFilter filter{farm, in.query.status.value(), in.query.from, in.query.to};
        GH_CO_TRY(auto page, co_await orders.parts(std::move(filter), in.query.limit.value(), in.query.cursor.value()));
        FarmPartList out;
        for (const auto& order : page.items) {
          if (auto shown = part_view(order, farm)) out.items.push_back(*std::move(shown));
        }
        out.next_cursor = if_any(std::move(page.next_cursor));
        co_return out;
      });
  table.add<Input<OrderPath>, FarmPartView>(
      farm_spec(net::Method::get, "orders/{id}", "getFarmOrder", "The farm's own part of one order.", {}),
      [&orders, desk](const Call& call, Input<OrderPath> in) -> Task<Result<Reply<FarmPartView>>> {
        GH_CO_TRY(const auto farm, co_await desk.farm_of(*call.caller.user));
        GH_CO_TRY(auto order, co_await orders.order(in.path.id, {.user = {}, .admin = true, .email = {}, .secret = {}}));
        orders::ensure_parts(order);
        GH_CO_TRY(auto shown, part_view(order, farm));
        co_return shown;
      });
  table.add<Input<None, DayQuery>, PackingList>(
      farm_spec(net::Method::get, "packing-list", "getPackingList",
                "What is to be packed for a day, by how cold it is kept, with the lots to take it from.", {}),
      [desk](const Call& call, Input<None, DayQuery> in) -> Task<Result<Reply<PackingList>>> {
        GH_CO_TRY(const auto farm, co_await desk.farm_of(*call.caller.user));
        GH_CO_TRY(const auto page, co_await desk.of_day(farm, in.query.day, {PartStatus::paid, PartStatus::packing}));
        auto groups = fulfilment::packing_list(page.items, farm);
        auto csv = fulfilment::packing_csv(groups);
        co_return PackingList{in.query.day, !page.next_cursor.empty(), std::move(groups), std::move(csv)};
      });
  table.add<Input<None, DayQuery>, DeliveryList>(
      farm_spec(net::Method::get, "delivery-list", "getDeliveryList",
                "What goes out on a day, by window and place, with address and phone.", {}),
      [desk](const Call& call, Input<None, DayQuery> in) -> Task<Result<Reply<DeliveryList>>> {
        GH_CO_TRY(const auto farm, co_await desk.farm_of(*call.caller.user));
        GH_CO_TRY(const auto page, co_await desk.of_day(farm, in.query.day, {PartStatus::packed, PartStatus::shipped}));
        auto stops = fulfilment::delivery_list(page.items, farm);
        auto csv = fulfilment::delivery_csv(stops);
        co_return DeliveryList{in.query.day, !page.next_cursor.empty(), std::move(stops), std::move(csv)};
      });
}

// One operation on the caller's farm's part: change(part, in, doer) -> Task<Result<Order>>.
template <class In, class Change>
void add_change(RouteTable& table, RouteSpec spec, PartDesk desk, Change change) {
  table.add<In, FarmPartView>(std::move(spec), [desk, change](const Call& call, In in) -> Task<Result<Reply<FarmPartView>>> {
    GH_CO_TRY(const auto part, co_await desk.part(call, in.path.id));
    GH_CO_TRY(const auto order, co_await change(part, in, call));
    GH_CO_TRY(auto shown, part_view(order, part.farm));
    co_return shown;
  });
}

void step_routes(RouteTable& table, fulfilment::Fulfilment& flow, PartDesk desk) {
  const std::vector<const ErrorKind*> line_errors = {&orders::errors::line_unknown, &orders::errors::not_left,
                                                     &orders::errors::too_many_refunds};
  using Path = OrderPath;
  add_change<Input<Path>>(
      table, farm_spec(net::Method::post, "orders/{id}/packing", "startPacking", "The farm begins to pack its part.", {}), desk,
      [&flow](const fulfilment::PartRef& part, const Input<Path>&, const Call& call) { return flow.start_packing(part, packer(call)); });
  using Packed = Input<Path, None, PackedInput>;
  add_change<Packed>(table,
                     farm_spec(net::Method::post, "orders/{id}/packed", "markPacked",
                               "The part is packed. What was missing is refunded; it does not go back on stock.", line_errors),
                     desk, [&flow](const fulfilment::PartRef& part, const Packed& in, const Call& call) {
                       return flow.pack(part, lines_of(in.body.lines), packer(call));
                     });
  using Shipped = Input<Path, None, ShippedInput>;
  add_change<Shipped>(table, farm_spec(net::Method::post, "orders/{id}/shipped", "markShipped", "The part is on its way.", {}), desk,
                      [&flow](const fulfilment::PartRef& part, const Shipped& in, const Call& call) {
                        return flow.ship(part, shipment_of(in.body), packer(call));
                      });
  using Delivered = Input<Path, None, DeliveredInput>;
  add_change<Delivered>(table, farm_spec(net::Method::post, "orders/{id}/delivered", "markDelivered", "The part was handed over.", {}),
                        desk, [&flow](const fulfilment::PartRef& part, const Delivered& in, const Call& call) {
                          return flow.deliver(part, handover_of(in.body), packer(call));
                        });
  using Back = Input<Path, None, PartBackInput>;
  auto cancel = farm_spec(net::Method::post, "orders/{id}/cancel", "cancelFarmOrder",
                          "The farm takes back lines of its part, or all of it, before it is delivered; they are refunded.", line_errors);
  cancel.idempotency_key = true;
  add_change<Back>(table, std::move(cancel), desk, [&flow](const fulfilment::PartRef& part, const Back& in, const Call& call) {
    return flow.cancel(part, {lines_of(in.body.lines), in.body.restock.value_or(true), in.body.reason.value(), call.idempotency_key},
                       orders::RefundReason::cancelled_by_farm, packer(call));
  });
  auto returned = farm_spec(net::Method::post, "orders/{id}/returned", "takeReturn",
                            "Goods of a delivered part came back; they are refunded.", line_errors);
  returned.idempotency_key = true;
  add_change<Back>(table, std::move(returned), desk, [&flow](const fulfilment::PartRef& part, const Back& in, const Call& call) {
    return flow.take_return(part, {lines_of(in.body.lines), in.body.restock.value_or(false), in.body.reason.value(), call.idempotency_key},
                            packer(call));
  });
}

void talk_routes(RouteTable& table, fulfilment::Fulfilment& flow, PartDesk desk) {
  using NoteIn = Input<OrderPath, None, FarmNoteInput>;
  add_change<NoteIn>(
      table,
      farm_spec(net::Method::post, "orders/{id}/notes", "addFarmNote",
                "A note to the part: among the farm's people and the shop, or for the customer.", {&orders::errors::too_many_notes}),
      desk, [&flow](const fulfilment::PartRef& part, const NoteIn& in, const Call& call) {
        return flow.note(part.order, part.farm, in.body.audience, in.body.text.value(), packer(call));
      });
  using AnswerIn = Input<PartComplaintPath, None, ComplaintAnswerInput>;
  add_change<AnswerIn>(table,
                       farm_spec(net::Method::post, "orders/{id}/complaints/{complaint}/answer", "answerComplaint",
                                 "What the farm says to a complaint; the shop decides.", {&orders::errors::illegal_complaint}),
                       desk, [&flow](const fulfilment::PartRef& part, const AnswerIn& in, const Call& call) {
                         return flow.answer(part, in.path.complaint, in.body.text.value(), packer(call));
                       });
}

PartStatus target_of(BulkTo to) {
  switch (to) {
    case BulkTo::packing:
      return PartStatus::packing;
    case BulkTo::packed:
      return PartStatus::packed;
    case BulkTo::shipped:
      return PartStatus::shipped;
    case BulkTo::delivered:
      break;
  }
  return PartStatus::delivered;
}

void bulk_route(RouteTable& table, fulfilment::Fulfilment& flow, PartDesk desk) {
  table.add<Input<None, None, BulkInput>, BulkReport>(
      farm_spec(net::Method::post, "orders/bulk", "markFarmOrders",
                "Brings many parts to the same status; what cannot be is said row by row, the others are done.", {}),
      [&flow, desk](const Call& call, Input<None, None, BulkInput> in) -> Task<Result<Reply<BulkReport>>> {
        GH_CO_TRY(const auto farm, co_await desk.farm_of(*call.caller.user));
        fulfilment::BulkStep step{target_of(in.body.to), shipment_of(in.body.shipped.value_or(ShippedInput{})),
                                  handover_of(in.body.delivered.value_or(DeliveredInput{}))};
        const auto& ids = in.body.orders.value();
        const auto results = co_await flow.bulk(farm, ids, std::move(step), packer(call));
        BulkReport report;
        for (std::size_t i = 0; i < ids.size(); ++i) {
          auto& row = report.items.emplace_back();
          row.order = ids[i];
          if (results[i]) {
            row.status = orders::find_part(*results[i], farm)->status;
          } else {
            row.code = results[i].error().kind().code;
            row.detail = std::string(results[i].error().kind().title);
          }
        }
        co_return report;
      });
}

}  // namespace

void fulfilment_routes(RouteTable& table, orders::Service& orders, farmers::Service& farms, fulfilment::Fulfilment& flow) {
  const PartDesk desk(orders, farms);
  list_routes(table, orders, desk);
  bulk_route(table, flow, desk);
  step_routes(table, flow, desk);
  talk_routes(table, flow, desk);
}

}  // namespace gh::gateway
