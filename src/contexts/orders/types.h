// What is stored of carts and orders. An order is a snapshot (lines, totals: never changed after it was placed), the record of its own
// flow (status, payment, deadline, answer), what became of it (parts, refunds, complaints: part_types.h) and the events that prove it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"
#include "contexts/orders/cart_types.h"
#include "contexts/orders/part_types.h"
#include "contexts/orders/price_types.h"

namespace gh::orders {

enum class OrderStatus {
  pending_payment,
  rejected,
  paid,
  packing,
  packed,
  shipped,
  delivered,
  cancelled,
  returned,
  refunded,
  partially_refunded
};
BOOST_DESCRIBE_ENUM(OrderStatus, pending_payment, rejected, paid, packing, packed, shipped, delivered, cancelled, returned, refunded,
                    partially_refunded)

// Where a line comes from, as the catalog said when the order was placed.
struct LineOrigin {
  std::optional<FieldId> field;
  std::string field_name;
  std::string certificate;  // the certificate's number, or what the farm claims
};
BOOST_DESCRIBE_STRUCT(LineOrigin, (), (field, field_name, certificate))

struct OrderLine {
  Sku sku;  // names its product
  std::string title;
  std::string slug;      // of the product then; empty in documents from before lines had one
  std::string category;  // likewise, its own, not those above it
  FarmId farm;
  std::string farm_name;
  std::string unit;  // "kg": what a pack holds `pack` of
  Quantity pack;
  Quantity quantity;               // packs
  Money unit_price;                // of one pack, that applies
  Money line_total;                // what the buyer pays for the line in all
  std::optional<LinePrice> price;  // why; none in documents from before there were explanations
  Storage storage = Storage::ambient;
  LineOrigin origin;
  std::optional<Date> good_until;  // no lot that ends before this: the product's least remaining shelf life, as of the order
  std::vector<LotShare> lots;      // that it was filled from; since `paid`
};
BOOST_DESCRIBE_STRUCT(OrderLine, (),
                      (sku, title, slug, category, farm, farm_name, unit, pack, quantity, unit_price, line_total, price, storage, origin,
                       good_until, lots))

// total = subtotal - discounts + delivery (+ tax, where prices are without it) = sum of the lines' totals and the parts' delivery fees.
struct Totals {
  Money subtotal;   // of the lines, before coupons
  Money discounts;  // by coupons
  Money delivery;
  Money tax;    // all of it, within the prices or on top
  Money total;  // what is charged
};
BOOST_DESCRIBE_STRUCT(Totals, (), (subtotal, discounts, delivery, tax, total))

struct Contact {
  std::string email;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (email))

enum class PaymentStatus { open, requires_action, succeeded, declined, canceled, refund_due, refunded, partially_refunded };
BOOST_DESCRIBE_ENUM(PaymentStatus, open, requires_action, succeeded, declined, canceled, refund_due, refunded, partially_refunded)

struct Payment {
  PaymentIntentId intent;
  PaymentStatus status = PaymentStatus::open;
  std::string decline_code;
  std::string next_action;  // an address; where the buyer does the second step
};
BOOST_DESCRIBE_STRUCT(Payment, (), (intent, status, decline_code, next_action))

// What was, or will be, answered to everyone who places this order (again).
enum class AnswerKind { none, paid, action_required, unanswered, sold_out, declined, cancelled };
BOOST_DESCRIBE_ENUM(AnswerKind, none, paid, action_required, unanswered, sold_out, declined, cancelled)

struct Answer {
  AnswerKind kind = AnswerKind::none;
  std::int64_t events = 0;  // how many events the order had then
  Timestamp deadline;       // that it had then
};
BOOST_DESCRIBE_STRUCT(Answer, (), (kind, events, deadline))

struct Shortage {
  Sku sku;
  Quantity wanted;
  Quantity available;
};
BOOST_DESCRIBE_STRUCT(Shortage, (), (sku, wanted, available))

// From packing_started on each is about one part: data.farm.
enum class EventType {
  placed,
  action_required,
  payment_unanswered,
  paid,
  rejected,
  cancelled,  // all of it
  refund_owed,
  refunded,
  packing_started,
  packed,
  shipped,
  delivered,
  part_cancelled,
  lines_cancelled,
  lines_returned,
  returned,
  complaint_opened,
  complaint_answered,
  complaint_resolved,
  invoiced,
  replacement_failed  // for want of stock: the complaint is open again
};
BOOST_DESCRIBE_ENUM(EventType, placed, action_required, payment_unanswered, paid, rejected, cancelled, refund_owed, refunded,
                    packing_started, packed, shipped, delivered, part_cancelled, lines_cancelled, lines_returned, returned,
                    complaint_opened, complaint_answered, complaint_resolved, invoiced, replacement_failed)

// Append-only. hash: SHA-256 (base64url) over all other members, the order's id and the hash of the event before; see chain.h.
struct OrderEvent {
  std::int64_t sequence = 0;  // 1, 2, 3 …
  EventType type = EventType::placed;
  Timestamp at;
  std::string actor;       // a user's id, "guest", "sweeper" …
  std::string request_id;  // empty: not caused by a request
  std::map<std::string, std::string> data;
  std::string hash;
};
BOOST_DESCRIBE_STRUCT(OrderEvent, (), (sequence, type, at, actor, request_id, data, hash))

// Of which complaint about which order this one is the replacement.
struct Replaces {
  OrderId order;
  ComplaintId complaint;
};
BOOST_DESCRIBE_STRUCT(Replaces, (), (order, complaint))

struct Order {
  OrderId id;
  OrderStatus status = OrderStatus::pending_payment;
  std::optional<UserId> buyer;
  CartId cart;
  Contact contact;
  std::optional<Replaces> replaces;  // costs nothing then
  std::vector<OrderLine> lines;
  std::vector<Part> parts;        // one per farm, in the order of the lines; none in documents from before there were parts
  std::vector<Booking> bookings;  // of coupons and windows
  Totals totals;
  Payment payment;
  std::vector<Refund> refunds;
  std::vector<Complaint> complaints;
  std::vector<OrderNote> notes;
  Timestamp created;  // also the time under which its holds are opened
  Timestamp updated;
  Timestamp deadline;     // of pending_payment
  Timestamp look_at;      // when the sweeper looks at it; 0: never
  std::int64_t runs = 1;  // how many runs of the checkout have taken it on
  std::string body_hash;
  Answer answer;
  std::vector<Shortage> shortages;  // with answer sold_out
  std::vector<OrderEvent> events;
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (id, status, buyer, cart, contact, replaces, lines, parts, bookings, totals, payment, refunds, complaints, notes,
                       created, updated, deadline, look_at, runs, body_hash, answer, shortages, events))

}  // namespace gh::orders
