// What an order keeps of how its price came about: the pricing engine's explanation as it was when the order was placed. Never changed.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/money.h"

namespace gh::orders {

enum class PriceReason { regular, sale, volume };
BOOST_DESCRIBE_ENUM(PriceReason, regular, sale, volume)

struct CouponShare {
  std::string code;
  Money amount;                     // off
  std::optional<FarmId> funded_by;  // none: the shop
};
BOOST_DESCRIBE_STRUCT(CouponShare, (), (code, amount, funded_by))

struct TaxShare {
  std::string name;
  std::int64_t rate_ppm = 0;
  bool included = false;  // in the price, else on top of it
  Money amount;
};
BOOST_DESCRIBE_STRUCT(TaxShare, (), (name, rate_ppm, included, amount))

// Of a line: line_total = amount - coupons (+ tax that is not included).
struct LinePrice {
  Money regular_unit_price;
  PriceReason reason = PriceReason::regular;
  Money amount;  // unit price x quantity
  std::vector<CouponShare> coupons;
  TaxShare tax;
};
BOOST_DESCRIBE_STRUCT(LinePrice, (), (regular_unit_price, reason, amount, coupons, tax))

// Of a part's delivery: delivery_fee = fee (+ tax that is not included).
struct FeePrice {
  std::string reason;  // "zone A, 3.2 kg, free from 50.00 USD"
  Money fee;
  TaxShare tax;
};
BOOST_DESCRIBE_STRUCT(FeePrice, (), (reason, fee, tax))

enum class BookingKind { coupon, coupon_of_customer, window };
BOOST_DESCRIBE_ENUM(BookingKind, coupon, coupon_of_customer, window)

// Something limited besides goods that the order takes: held, posted, voided and taken back with its lines.
struct Booking {
  BookingKind kind = BookingKind::coupon;
  std::string name;  // the coupon's code, the window's id
  Sku sku;           // of the stock desk
  Quantity quantity;
  Quantity capacity;  // that there was of it when the order was placed
};
BOOST_DESCRIBE_STRUCT(Booking, (), (kind, name, sku, quantity, capacity))

}  // namespace gh::orders
