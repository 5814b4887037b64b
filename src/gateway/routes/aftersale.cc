// What buyers and the shop do with an order after its payment.
#include "base/errors.h"
#include "contexts/orders/errors.h"
#include "contexts/orders/papers.h"
#include "contexts/pictures/errors.h"
#include "gateway/routes/fulfilment.h"
#include "gateway/routes/if_any.h"
#include "gateway/routes/order_views.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;

struct OrderLineInput {
  Sku sku;
  Quantity quantity;
};
BOOST_DESCRIBE_STRUCT(OrderLineInput, (), (sku, quantity))

struct CancelLinesInput {
  json::List<OrderLineInput, 1, orders::lines_max> lines;
};
BOOST_DESCRIBE_STRUCT(CancelLinesInput, (), (lines))

struct ComplaintInput {
  json::List<OrderLineInput, 1, orders::lines_max> lines;  // of one farm
  orders::ComplaintReason reason = orders::ComplaintReason::other;
  json::LongText<3, 2000> text;
  std::optional<json::List<json::PictureAddress, 0, orders::pictures_max>> pictures;
};
BOOST_DESCRIBE_STRUCT(ComplaintInput, (), (lines, reason, text, pictures))

struct PaperList {
  std::vector<orders::InvoicePaper> items;
};
BOOST_DESCRIBE_STRUCT(PaperList, (), (items))

struct ReorderView {
  CartId cart;
  std::vector<orders::CartLine> lines;
  std::vector<cart::NotAgain> left_out;
};
BOOST_DESCRIBE_STRUCT(ReorderView, (), (cart, lines, left_out))

struct AdminOrderQuery {
  json::PageLimit limit;
  json::Cursor cursor;
  json::List<orders::OrderStatus, 0, 11> status;
  std::optional<FarmId> farm;
  std::optional<json::Email> email;
  std::optional<OrderId> id;
  std::optional<Timestamp> from;  // placed, inclusive
  std::optional<Timestamp> to;    // exclusive
  std::optional<orders::ComplaintState> complaints;
};
BOOST_DESCRIBE_STRUCT(AdminOrderQuery, (), (limit, cursor, status, farm, email, id, from, to, complaints))

struct ShopCancelInput {
  FarmId farm;  // whose part
  std::optional<json::List<OrderLineInput, 0, orders::lines_max>> lines;
  std::optional<bool> restock;  // absent: the goods go back on stock
  json::LongText<3, 1000> reason;
};
BOOST_DESCRIBE_STRUCT(ShopCancelInput, (), (farm, lines, restock, reason))

struct DecisionInput {
  orders::Resolution resolution = orders::Resolution::none;
  std::optional<json::List<OrderLineInput, 0, orders::lines_max>> lines;  // with refund or replacement; none: all that the complaint names
  json::LongText<1, 2000> text;
};
BOOST_DESCRIBE_STRUCT(DecisionInput, (), (resolution, lines, text))

struct ShopNoteInput {
  orders::NoteFor audience = orders::NoteFor::internal;
  json::LongText<1, 2000> text;
};
BOOST_DESCRIBE_STRUCT(ShopNoteInput, (), (audience, text))

struct OrderComplaintPath {
  OrderId id;
  ComplaintId complaint;
};
BOOST_DESCRIBE_STRUCT(OrderComplaintPath, (), (id, complaint))

template <class Lines>
std::vector<orders::LineQuantity> lines_of(const Lines& input) {
  std::vector<orders::LineQuantity> lines;
  for (const auto& line : input) lines.push_back({line.sku, line.quantity});
  return lines;
}
template <class Lines>
std::vector<orders::LineQuantity> lines_of(const std::optional<Lines>& input) {
  return input ? lines_of(*input) : std::vector<orders::LineQuantity>();
}

fulfilment::Doer doer(const Call& call) { return {actor_of(call), call.request_id}; }

RouteSpec aftersale_spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  errors.push_back(&gh::errors::not_found);
  if (method != net::Method::get) {
    for (const auto* error : {&orders::errors::illegal_transition, &orders::errors::order_busy}) errors.push_back(error);
  }
  constexpr std::size_t body_bytes_max = std::size_t{32} * 1024;
  return {.method = method,
          .path = "/api/v1/" + std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "orders",
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::checkout,
          .body_bytes_max = body_bytes_max,
          .errors = std::move(errors)};
}

const std::vector<const ErrorKind*> refund_errors = {&orders::errors::line_unknown, &orders::errors::not_left,
                                                     &orders::errors::too_many_refunds};

void buyer_changes(RouteTable& table, fulfilment::Fulfilment& flow, const pictures::Service& pictures) {
  auto cancel = aftersale_spec(net::Method::post, "orders/{id}/lines/cancel", "cancelOrderLines",
                               "Takes back packs of lines whose farms have not begun to pack; they are refunded.", refund_errors);
  cancel.idempotency_key = true;
  using CancelIn = Input<OrderPath, GuestKey, CancelLinesInput>;
  table.add<CancelIn, OrderView>(std::move(cancel), [&flow](const Call& call, CancelIn in) -> Task<Result<Reply<OrderView>>> {
    const auto viewer = viewer_of(call, in.query);
    GH_CO_TRY(const auto order, co_await flow.cancel_lines(in.path.id, viewer, lines_of(in.body.lines), call.idempotency_key, doer(call)));
    co_return order_view(order, viewer);
  });
  auto complain =
      aftersale_spec(net::Method::post, "orders/{id}/complaints", "complain",
                     "A complaint about lines of one farm, with pictures; within the time after the delivery that the shop has set.",
                     {&orders::errors::line_unknown, &orders::errors::not_left, &orders::errors::complaint_too_late,
                      &orders::errors::too_many_complaints, &pictures::errors::picture_gone});
  complain.idempotency_key = true;
  complain.success_status = 201;
  using ComplainIn = Input<OrderPath, GuestKey, ComplaintInput>;
  table.add<ComplainIn, OrderView>(
      std::move(complain), [&flow, &pictures](const Call& call, ComplainIn in) -> Task<Result<Reply<OrderView>>> {
        const auto viewer = viewer_of(call, in.query);
        orders::NewComplaint complaint{
            .id = {}, .farm = {}, .lines = lines_of(in.body.lines), .reason = in.body.reason, .text = in.body.text.value(), .pictures = {}};
        if (in.body.pictures) {
          for (const auto& picture : *in.body.pictures) complaint.pictures.push_back(picture.value());
        }
        // A complaint never changes: what it shows stays.
        GH_CO_CHECK(co_await pictures.name(complaint.pictures, "/pictures", "", true));
        GH_CO_TRY(const auto order, co_await flow.complain(in.path.id, viewer, std::move(complaint), call.idempotency_key, doer(call)));
        Reply<OrderView> reply(order_view(order, viewer));
        reply.head.add("Location", "/api/v1/orders/" + order.id.text());
        co_return reply;
      });
}

void buyer_views(RouteTable& table, orders::Service& orders, cart::Reorder& reorder) {
  using In = Input<OrderPath, GuestKey>;
  table.add<In, PaperList>(
      aftersale_spec(net::Method::get, "orders/{id}/invoice", "getInvoice",
                     "The invoices of the order, one of each farm, with the credit notes that amend them; a moment after the payment.", {}),
      [&orders](const Call& call, In in) -> Task<Result<Reply<PaperList>>> {
        GH_CO_TRY(const auto order, co_await orders.order(in.path.id, viewer_of(call, in.query)));
        co_return PaperList{orders::papers_of(order)};
      });
  auto again = aftersale_spec(net::Method::post, "orders/{id}/reorder", "reorder",
                              "A new cart with what of the order can still be bought, at today's prices, and what cannot.", {});
  again.success_status = 201;
  table.add<In, ReorderView>(std::move(again), [&reorder](const Call& call, In in) -> Task<Result<Reply<ReorderView>>> {
    GH_CO_TRY(auto made, co_await reorder.again(in.path.id, viewer_of(call, in.query)));
    Reply<ReorderView> reply({std::move(made.cart.id), std::move(made.cart.lines), std::move(made.left_out)});
    reply.head.add("Location", "/api/v1/carts/" + reply.value.cart.text());
    co_return reply;
  });
}

const orders::Viewer shop{.user = {}, .admin = true, .email = {}, .secret = {}};

Task<Result<Reply<OrderList>>> search(const orders::Service& orders, AdminOrderQuery query) {
  OrderList out;
  if (query.id) {
    auto order = co_await orders.order(*query.id, shop);
    if (order) {
      out.items.push_back(order_view(*std::move(order), shop));
    } else if (!order.error().is(gh::errors::not_found)) {
      co_return fail(std::move(order).error());
    }
    co_return out;
  }
  orders::OrderFilter filter{query.status.value(), query.farm, query.email ? query.email->value() : std::string(),
                             query.from,           query.to,   query.complaints};
  GH_CO_TRY(auto page, co_await orders.search(std::move(filter), query.limit.value(), query.cursor.value()));
  for (auto& order : page.items) out.items.push_back(order_view(std::move(order), shop));
  out.next_cursor = if_any(std::move(page.next_cursor));
  co_return out;
}

RouteSpec admin_spec(net::Method method, std::string path, std::string id, std::string summary, std::vector<const ErrorKind*> errors) {
  auto made = aftersale_spec(method, "admin/orders" + path, std::move(id), std::move(summary), std::move(errors));
  made.roles = admins;
  if (method != net::Method::get) made.rate = RateGroup::write;
  return made;
}

}  // namespace

void aftersale_routes(RouteTable& table, orders::Service& orders, fulfilment::Fulfilment& flow, cart::Reorder& reorder,
                      const pictures::Service& pictures) {
  buyer_changes(table, flow, pictures);
  buyer_views(table, orders, reorder);
}

void order_admin_routes(RouteTable& table, orders::Service& orders, fulfilment::Fulfilment& flow) {
  table.add<Input<None, AdminOrderQuery>, OrderList>(
      admin_spec(net::Method::get, "", "searchOrders",
                 "All orders, newest first, by status, farm, buyer's address, time, complaints or id.", {&gh::errors::bad_cursor}),
      [&orders](const Call&, Input<None, AdminOrderQuery> in) { return search(orders, std::move(in.query)); });
  auto cancel =
      admin_spec(net::Method::post, "/{id}/cancel", "cancelOrderPart",
                 "The shop takes back lines of a farm's part, or all of it, before it is delivered; they are refunded.", refund_errors);
  cancel.idempotency_key = true;
  using CancelIn = Input<OrderPath, None, ShopCancelInput>;
  table.add<CancelIn, OrderView>(std::move(cancel), [&flow](const Call& call, CancelIn in) -> Task<Result<Reply<OrderView>>> {
    fulfilment::Back back{lines_of(in.body.lines), in.body.restock.value_or(true), in.body.reason.value(), call.idempotency_key};
    GH_CO_TRY(auto order,
              co_await flow.cancel({in.path.id, in.body.farm}, std::move(back), orders::RefundReason::cancelled_by_shop, doer(call)));
    co_return order_view(std::move(order), shop);
  });
  auto decide_errors = refund_errors;
  decide_errors.push_back(&orders::errors::illegal_complaint);
  decide_errors.push_back(&orders::errors::sold_out);
  using DecideIn = Input<OrderComplaintPath, None, DecisionInput>;
  table.add<DecideIn, OrderView>(admin_spec(net::Method::post, "/{id}/complaints/{complaint}/decision", "decideComplaint",
                                            "Ends a complaint: with money, with a replacement, or with words.", std::move(decide_errors)),
                                 [&flow](const Call& call, DecideIn in) -> Task<Result<Reply<OrderView>>> {
                                   orders::Decision decision{in.body.resolution, lines_of(in.body.lines), in.body.text.value()};
                                   GH_CO_TRY(auto order,
                                             co_await flow.decide(in.path.id, in.path.complaint, std::move(decision), doer(call)));
                                   co_return order_view(std::move(order), shop);
                                 });
  using NoteIn = Input<OrderPath, None, ShopNoteInput>;
  table.add<NoteIn, OrderView>(
      admin_spec(net::Method::post, "/{id}/notes", "addOrderNote", "A note of the shop's: among its people, or for the customer.",
                 {&orders::errors::too_many_notes}),
      [&flow](const Call& call, NoteIn in) -> Task<Result<Reply<OrderView>>> {
        GH_CO_TRY(auto order, co_await flow.note(in.path.id, std::nullopt, in.body.audience, in.body.text.value(), doer(call)));
        co_return order_view(std::move(order), shop);
      });
}

}  // namespace gh::gateway
