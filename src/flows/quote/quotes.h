// Quotes: what a cart costs at this moment, line by line, and what has changed since its buyer saw it. The one place that asks the pricing
// engine, for the preview and for the order. Holds no state; outlives its calls.
#pragma once
#include <map>
#include <optional>
#include <vector>

#include "contexts/catalog/service.h"
#include "contexts/inventory/service.h"
#include "contexts/orders/types.h"
#include "contexts/pricing/engine.h"
#include "contexts/pricing/service.h"
#include "flows/booking/booking.h"
#include "flows/quote/line_changes.h"

namespace gh::quote {

// The shop's.
struct Terms {
  pricing::TaxTable taxes;
  bool tax_included = false;
  std::string country{"US"};  // where goods go while the buyer has given no address
};

// Whose uses of a coupon are counted.
struct Customer {
  std::optional<UserId> user;
  std::string email;  // of a guest; empty: not known yet
};

struct CouponTrouble {
  std::string code;
  std::string reason;  // a pricing::CouponState, "unknown" or "used_up"
  std::optional<Money> missing;
};
BOOST_DESCRIBE_STRUCT(CouponTrouble, (), (code, reason, missing))

// A choice of delivery that cannot be kept.
struct DeliveryTrouble {
  FarmId farm;
  std::string window;
  std::string reason;  // the code of the error that says why: not_found, window_closed, not_delivered_here, point_needed; or window_full
};
BOOST_DESCRIBE_STRUCT(DeliveryTrouble, (), (farm, window, reason))

struct Quote {
  std::vector<catalog::SellableVariant> offers;     // one per line of the cart
  std::vector<inventory::Availability> stock;       // likewise
  std::optional<pricing::Explanation> explanation;  // of the lines that are on sale, in their order; none: no line is
  std::vector<LineChange> changes;
  std::vector<CouponTrouble> troubles;  // codes of the cart that count for nothing
  std::vector<DeliveryTrouble> deliveries_amiss;
  std::map<FarmId, booking::Terms> windows;  // that were chosen and can be kept
  std::vector<orders::Booking> bookings;     // of the coupons that count and the windows
};

class Quotes {
 public:
  // booking: null where nothing is delivered in windows.
  Quotes(catalog::Service& catalog, inventory::Service& inventory, pricing::Service& pricing, booking::Booking* booking, const Clock& clock,
         Terms terms)
      : catalog_(catalog), inventory_(inventory), pricing_(pricing), booking_(booking), clock_(clock), terms_(std::move(terms)) {}

  // Errors: those of pricing::price, what the store says.
  Task<Result<Quote>> of(orders::Cart cart, Customer customer) const;

  // The price of one pack now.
  Money unit_price(const catalog::SellableVariant& offer, Quantity quantity) const;
  const Terms& terms() const { return terms_; }

 private:
  Task<Result<std::vector<pricing::CouponTerms>>> coupons(const orders::Cart& cart, Customer customer, Quote& quote) const;
  Task<Result<pricing::FarmTerms>> farm_terms(FarmId farm, const orders::Cart& cart, Quote& quote) const;
  void keep_bookings_that_count(Quote& quote) const;

  catalog::Service& catalog_;
  inventory::Service& inventory_;
  pricing::Service& pricing_;
  booking::Booking* booking_;
  const Clock& clock_;
  const Terms terms_;
};

}  // namespace gh::quote
