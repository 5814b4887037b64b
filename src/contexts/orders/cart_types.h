// What is stored of a cart: what somebody wants, how and where, and what they saw of it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"
#include "contexts/orders/part_types.h"

namespace gh::orders {

inline constexpr std::size_t lines_max = 50;  // of a cart and of an order
inline constexpr Quantity line_quantity_max{1'000'000};
inline constexpr std::size_t codes_max = 5;             // coupons of one cart
inline constexpr std::size_t removed_kept = 5;          // lines that can be put back
inline constexpr std::size_t merges_remembered = 8;     // of other carts
inline constexpr std::size_t additions_remembered = 8;  // to lines
inline constexpr std::size_t note_characters_max = 500;

struct CartLine {
  Sku sku;
  Quantity quantity;  // packs, > 0
  Money unit_price;   // of one pack, as the buyer saw it when the line was last put
  std::string title;
  FarmId farm;
  std::string farm_name;
  std::string slug;  // of the product; empty in carts from before lines had one
  std::string category;
};
BOOST_DESCRIBE_STRUCT(CartLine, (), (sku, quantity, unit_price, title, farm, farm_name, slug, category))

// How one farm's goods shall come.
struct DeliveryChoice {
  FarmId farm;
  DeliveryMethod method = DeliveryMethod::delivery;
  std::optional<std::string> window;  // the id of a delivery window
  std::string note;                   // for the farm
};
BOOST_DESCRIBE_STRUCT(DeliveryChoice, (), (farm, method, window, note))

struct RemovedLine {
  Sku sku;
  Quantity quantity;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(RemovedLine, (), (sku, quantity, title))

// What was added to a line, and the key of the request that did it.
struct Addition {
  std::string key;
  Sku sku;
  Quantity quantity;  // packs, > 0

  friend bool operator==(const Addition&, const Addition&) = default;
};
BOOST_DESCRIBE_STRUCT(Addition, (), (key, sku, quantity))

struct Cart {
  CartId id;
  std::optional<UserId> buyer;  // none: a guest's, opened by whoever knows its id
  std::vector<CartLine> lines;
  std::vector<std::string> coupons;  // codes in their normal form
  std::optional<DeliveryAddress> address;
  std::vector<DeliveryChoice> deliveries;  // at most one per farm
  std::vector<RemovedLine> removed;        // the newest last
  std::vector<CartId> merged;              // carts that were added to it, the newest last: a retry adds none twice
  std::vector<Addition> added;             // the newest last: a retry adds nothing twice
  Timestamp created;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(Cart, (), (id, buyer, lines, coupons, address, deliveries, removed, merged, added, created, updated))

}  // namespace gh::orders
