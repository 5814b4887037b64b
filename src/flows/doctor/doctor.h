// Doctor: recounts stock, holds, orders, payments and event chains from the store and the provider, and says what does not fit. Reads only.
// For `admin doctor`, the torture and the simulation. Holds no state between examinations; outlives its calls.
//
// It may run while the shop sells: stock and payments are read before the orders, and what belongs to an order that changed less than
// `settled_after` ago is counted as in flight, not judged. With settled_after 0 everything is judged: for a shop that stands still and
// whose tasks are done.
#pragma once
#include <string>
#include <vector>

#include "contexts/catalog/service.h"
#include "contexts/inventory/service.h"
#include "contexts/orders/service.h"
#include "contexts/payments/service.h"

namespace gh::doctor {

inline constexpr std::size_t findings_max = 1000;  // kept; more are counted

struct Finding {
  std::string check;   // stock, hold, sale, chain, totals, order, refund, invoice, payment
  std::string object;  // an id
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (check, object, detail))

struct Report {
  std::int64_t items = 0;
  std::int64_t holds = 0;
  std::int64_t sales = 0;  // sold movements
  std::int64_t orders = 0;
  std::int64_t paid = 0;
  std::int64_t payments = 0;
  std::int64_t in_flight = 0;  // orders that are too young to be judged
  std::int64_t found = 0;      // all findings, also those beyond findings_max
  std::vector<Finding> findings;
};
BOOST_DESCRIBE_STRUCT(Report, (), (items, holds, sales, orders, paid, payments, in_flight, found, findings))

struct Options {
  Milliseconds settled_after{60'000};  // an order that nothing happened to for so long has no work waiting
};

class Doctor {
 public:
  Doctor(orders::Service& orders, inventory::Service& inventory, catalog::Service& catalog, payments::Service& payments, const Clock& clock,
         Options options = {})
      : orders_(orders), inventory_(inventory), catalog_(catalog), payments_(payments), clock_(clock), options_(options) {}

  // An error: something could not be read, nothing is known.
  Task<Result<Report>> examine() const;

 private:
  struct Books;
  Task<Result<void>> read_stock(Books& books) const;
  Task<Result<void>> read_sales(Books& books, Sku sku) const;
  Task<Result<void>> read_payments(Books& books) const;
  Task<Result<void>> read_orders(Books& books) const;
  void judge_papers(Books& books) const;
  void judge(Books& books, const orders::Order& order) const;

  orders::Service& orders_;
  inventory::Service& inventory_;
  catalog::Service& catalog_;
  payments::Service& payments_;
  const Clock& clock_;
  const Options options_;
};

}  // namespace gh::doctor
