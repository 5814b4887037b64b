// What is stored of an order after its payment: its parts (one per farm), refunds, complaints and notes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"
#include "contexts/orders/price_types.h"
#include "platform/json/fields.h"

namespace gh::orders {

inline constexpr std::size_t parts_max = 10;       // farms of one order: each has an index of its own in the store
inline constexpr std::size_t refunds_max = 100;    // of one order
inline constexpr std::size_t complaints_max = 20;  // of one order
inline constexpr std::size_t notes_max = 50;       // of one order
inline constexpr std::size_t pictures_max = 6;     // of one complaint

struct LotShare {
  LotId lot;
  Quantity quantity;

  bool operator==(const LotShare&) const = default;
};
BOOST_DESCRIBE_STRUCT(LotShare, (), (lot, quantity))

// How cold a line must be kept, as the catalog said when the order was placed.
enum class Storage { ambient, chilled, eggs, frozen };
BOOST_DESCRIBE_ENUM(Storage, ambient, chilled, eggs, frozen)

enum class DeliveryMethod { delivery, pick_up };
BOOST_DESCRIBE_ENUM(DeliveryMethod, delivery, pick_up)

// Where exactly, if the buyer says (WGS 84): zones that are circles are found by it.
struct AddressPoint {
  json::Latitude latitude;
  json::Longitude longitude;
};
BOOST_DESCRIBE_STRUCT(AddressPoint, (), (latitude, longitude))

struct DeliveryAddress {
  std::string name;
  std::string street;
  std::string city;
  std::string state;
  std::string zip;
  std::string country;  // ISO 3166-1 alpha-2
  std::string phone;
  std::optional<AddressPoint> point;
};
BOOST_DESCRIBE_STRUCT(DeliveryAddress, (), (name, street, city, state, zip, country, phone, point))

// Of a day at the farm; from and to are wall-clock times there ("09:00").
struct DeliveryWindow {
  Date day;
  std::string from;
  std::string to;
  std::optional<Sku> booking;  // the place in it, as the stock desk holds it for the order
};
BOOST_DESCRIBE_STRUCT(DeliveryWindow, (), (day, from, to, booking))

struct PickUpPoint {
  std::string id;  // the farm's
  std::string name;
  std::string address;
};
BOOST_DESCRIBE_STRUCT(PickUpPoint, (), (id, name, address))

struct PartDelivery {
  DeliveryMethod method = DeliveryMethod::delivery;
  std::optional<DeliveryWindow> window;
  std::optional<DeliveryAddress> address;  // with delivery; with pick_up: who comes
  std::optional<PickUpPoint> pick_up;
  std::string note;  // the buyer's
};
BOOST_DESCRIBE_STRUCT(PartDelivery, (), (method, window, address, pick_up, note))

enum class PartStatus { pending_payment, paid, packing, packed, shipped, delivered, cancelled, returned };
BOOST_DESCRIBE_ENUM(PartStatus, pending_payment, paid, packing, packed, shipped, delivered, cancelled, returned)

// How it left: with a carrier, or on a tour of the farm's own.
struct Shipment {
  std::string carrier;
  std::string tracking;
  std::string tour;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Shipment, (), (carrier, tracking, tour, at))

struct Handover {
  std::string to;
  std::string note;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Handover, (), (to, note, at))

// Who sold, as the farm was when the invoice got its number.
struct InvoiceSeller {
  std::string name;
  std::string street;
  std::string city;
  std::string state;
  std::string zip;
};
BOOST_DESCRIBE_STRUCT(InvoiceSeller, (), (name, street, city, state, zip))

struct InvoiceMark {
  std::string number;
  Timestamp issued;
  InvoiceSeller seller;
  std::int64_t refunds_before = 0;  // of an invoice: how many refunds the order had then; what they gave back is not in it
};
BOOST_DESCRIBE_STRUCT(InvoiceMark, (), (number, issued, seller, refunds_before))

// What one farm packs of an order.
struct Part {
  FarmId farm;
  std::string farm_name;
  PartStatus status = PartStatus::pending_payment;
  std::optional<PartDelivery> delivery;
  Money delivery_fee;           // what the buyer pays for it in all
  std::optional<FeePrice> fee;  // why
  std::optional<Shipment> shipment;
  std::optional<Handover> handover;
  std::optional<InvoiceMark> invoice;
};
BOOST_DESCRIBE_STRUCT(Part, (), (farm, farm_name, status, delivery, delivery_fee, fee, shipment, handover, invoice))

// ended_unpaid: the provider had money for an order that had ended without it.
enum class RefundReason { cancelled_by_buyer, cancelled_by_farm, cancelled_by_shop, short_packed, complaint, returned, ended_unpaid };
BOOST_DESCRIBE_ENUM(RefundReason, cancelled_by_buyer, cancelled_by_farm, cancelled_by_shop, short_packed, complaint, returned, ended_unpaid)

enum class RefundStatus { due, done };
BOOST_DESCRIBE_ENUM(RefundStatus, due, done)

struct RefundLine {
  Sku sku;
  Quantity quantity;  // packs
  Money amount;
  std::vector<LotShare> restocked;  // of them, what goes back on stock
};
BOOST_DESCRIBE_STRUCT(RefundLine, (), (sku, quantity, amount, restocked))

// Written before the provider is asked, under its id; never changed but for its status and its credit note.
struct Refund {
  RefundId id;
  std::optional<FarmId> farm;  // none: of the whole payment (ended_unpaid)
  std::vector<RefundLine> lines;
  Money delivery_fee;
  Money amount;  // lines and delivery fee
  RefundReason reason = RefundReason::cancelled_by_buyer;
  std::string text;
  RefundStatus status = RefundStatus::due;
  std::string actor;
  Timestamp at;
  std::optional<Timestamp> done_at;
  std::optional<InvoiceMark> credit_note;
};
BOOST_DESCRIBE_STRUCT(Refund, (), (id, farm, lines, delivery_fee, amount, reason, text, status, actor, at, done_at, credit_note))

struct LineQuantity {
  Sku sku;
  Quantity quantity;  // packs
};
BOOST_DESCRIBE_STRUCT(LineQuantity, (), (sku, quantity))

enum class ComplaintReason { missing, damaged, spoiled, wrong_item, quality, not_delivered, wants_to_return, other };
BOOST_DESCRIBE_ENUM(ComplaintReason, missing, damaged, spoiled, wrong_item, quality, not_delivered, wants_to_return, other)

enum class ComplaintStatus { open, answered, resolved };
BOOST_DESCRIBE_ENUM(ComplaintStatus, open, answered, resolved)

enum class Resolution { refund, replacement, none };
BOOST_DESCRIBE_ENUM(Resolution, refund, replacement, none)

struct ComplaintAnswer {
  std::string text;
  std::string actor;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(ComplaintAnswer, (), (text, actor, at))

struct ComplaintDecision {
  Resolution resolution = Resolution::none;
  std::string text;
  std::optional<RefundId> refund;
  std::optional<OrderId> replacement;  // the order that goes out in their place
  std::vector<LineQuantity> lines;     // of the replacement
  std::string actor;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(ComplaintDecision, (), (resolution, text, refund, replacement, lines, actor, at))

struct Complaint {
  ComplaintId id;
  FarmId farm;
  std::vector<LineQuantity> lines;
  ComplaintReason reason = ComplaintReason::other;
  std::string text;
  std::vector<std::string> pictures;  // addresses
  ComplaintStatus status = ComplaintStatus::open;
  std::string actor;
  Timestamp opened;
  std::optional<ComplaintAnswer> answer;
  std::optional<ComplaintDecision> decision;
  std::int64_t replacements = 0;  // that were decided on, also those for which there was no stock
};
BOOST_DESCRIBE_STRUCT(Complaint, (), (id, farm, lines, reason, text, pictures, status, actor, opened, answer, decision, replacements))

// internal: of the farm and the shop among themselves.
enum class NoteFor { internal, customer };
BOOST_DESCRIBE_ENUM(NoteFor, internal, customer)

struct OrderNote {
  std::optional<FarmId> farm;  // the part that it is about; none: the shop's, about the order
  NoteFor audience = NoteFor::internal;
  std::string text;
  std::string actor;
  Timestamp at;
};
BOOST_DESCRIBE_STRUCT(OrderNote, (), (farm, audience, text, actor, at))

}  // namespace gh::orders
