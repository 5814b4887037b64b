// Numbering: gives the papers of an order their numbers, without a gap and without a double, whoever dies or runs beside it.
//
// A number is taken by one conditional write of its series, which names the paper that it is for. Before the next number of the series is
// taken, the last one is written into its order, by whoever comes along. So a number that was taken is never lost (the series says whose
// it is) and never given twice (the write is conditional, and a paper that has one takes none). Carried out from the outbox, idempotent;
// holds no state; outlives its calls.
#pragma once
#include <functional>

#include "contexts/orders/papers.h"
#include "contexts/orders/service.h"
#include "flows/checkout/settlement.h"
#include "platform/documents/collection.h"
#include "platform/ports/tasks.h"

namespace gh::invoicing {

inline constexpr int attempts_max = 32;  // lost races for one paper

// Who sells, as the farm is at this moment.
using SellerOf = std::function<Task<Result<orders::InvoiceSeller>>(FarmId)>;

class Numbering {
 public:
  Numbering(ports::Documents& documents, orders::Service& orders, SellerOf seller_of, const checkout::Settlement& settlement);
  // What opening the collection said; checked at start.
  const Result<void>& opened() const { return series_.opened(); }

  // The task checkout::number_papers_task: every paper of the order has its number then.
  Task<Result<void>> number(ports::LeasedTask task) const;
  Task<Result<void>> number_order(OrderId order) const;

  // All series, for the doctor.
  Task<Result<TypedPage<orders::Series>>> all(std::string after, int limit) const;

 private:
  Task<Result<void>> number_paper(orders::PaperRef paper) const;
  Task<Result<void>> settle(orders::Series series) const;
  Task<Result<orders::Series>> take(std::optional<Versioned<orders::Series>> last, orders::PaperRef paper) const;

  orders::Service& orders_;
  const SellerOf seller_of_;
  const checkout::Settlement& settlement_;
  Collection<orders::Series> series_;
};

}  // namespace gh::invoicing
