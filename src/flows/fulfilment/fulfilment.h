// Fulfilment: what farm, shop and buyer do with an order after its payment. Each operation reads the order, lets a rule of
// contexts/orders change it and writes it under its version with everything that follows (refund, stock) in the outbox of that write;
// again when somebody else was faster. Nothing is half done after a crash: what is owed is in the order. Holds no state; outlives its
// calls.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "contexts/orders/complaints.h"
#include "contexts/orders/fulfil.h"
#include "contexts/orders/refunds.h"
#include "flows/checkout/settlement.h"
#include "flows/fulfilment/replacements.h"

namespace gh::fulfilment {

struct Options {
  Milliseconds complaint_window{7LL * 24 * 60 * 60 * 1000};  // after the handover, or after shipping while there is none
};

inline constexpr std::size_t bulk_max = 100;  // orders of one bulk request

// One farm's part of one order.
struct PartRef {
  OrderId order;
  FarmId farm;
};

struct Doer {
  std::string actor;  // a user's id, "guest"
  std::string request_id;
};

// What goes back before it is delivered, or comes back after.
struct Back {
  std::vector<orders::LineQuantity> lines;  // none: all that is left of the part
  bool restock = true;
  std::string text;
  std::string key;  // of the intention: the same again changes nothing
};

// What a bulk request does with each of its orders.
struct BulkStep {
  orders::PartStatus to = orders::PartStatus::packed;  // packing, packed, shipped or delivered
  orders::Shipment shipment;
  orders::Handover handover;
};

class Fulfilment {
 public:
  Fulfilment(orders::Service& orders, const checkout::Settlement& settlement, Options options)
      : orders_(orders), settlement_(settlement), replacements_(orders, settlement), options_(options) {}

  // For a farm; all: not_found where it has no part of the order, illegal_transition, in_progress, and what the rules say.
  Task<Result<orders::Order>> start_packing(PartRef part, Doer doer) const;
  Task<Result<orders::Order>> pack(PartRef part, std::vector<orders::LineQuantity> packed, Doer doer) const;
  Task<Result<orders::Order>> ship(PartRef part, orders::Shipment shipment, Doer doer) const;
  Task<Result<orders::Order>> deliver(PartRef part, orders::Handover handover, Doer doer) const;
  // For each order what the single operations say; at most bulk_max.
  Task<std::vector<Result<orders::Order>>> bulk(FarmId farm, std::vector<OrderId> orders, BulkStep step, Doer doer) const;

  // By the farm or, with RefundReason::cancelled_by_shop, the shop; before the part is delivered.
  Task<Result<orders::Order>> cancel(PartRef part, Back back, orders::RefundReason reason, Doer doer) const;
  Task<Result<orders::Order>> take_return(PartRef part, Back back, Doer doer) const;
  // By the buyer, of lines whose farms have not begun to pack.
  Task<Result<orders::Order>> cancel_lines(OrderId order, orders::Viewer viewer, std::vector<orders::LineQuantity> lines, std::string key,
                                           Doer doer) const;

  // farm: none is the shop.
  Task<Result<orders::Order>> note(OrderId order, std::optional<FarmId> farm, orders::NoteFor audience, std::string text, Doer doer) const;
  // By the buyer; lines of one farm.
  Task<Result<orders::Order>> complain(OrderId order, orders::Viewer viewer, orders::NewComplaint complaint, std::string key,
                                       Doer doer) const;
  Task<Result<orders::Order>> answer(PartRef part, ComplaintId complaint, std::string text, Doer doer) const;
  // A replacement is an order of its own, made before this answers; sold_out: there is no stock for it, and nothing is decided.
  Task<Result<orders::Order>> decide(OrderId order, ComplaintId complaint, orders::Decision decision, Doer doer) const;

  const Replacements& replacements() const { return replacements_; }
  const Options& options() const { return options_; }

 private:
  using Change = std::function<Result<void>(orders::Order&, const orders::Cause&)>;
  Task<Result<orders::Order>> change(OrderId order, Doer doer, Change change) const;
  Timestamp look_at(const orders::Cause& cause) const { return cause.at + settlement_.options().look_again; }

  orders::Service& orders_;
  const checkout::Settlement& settlement_;
  const Replacements replacements_;
  const Options options_;
};

}  // namespace gh::fulfilment
