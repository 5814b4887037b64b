// What a farm prints for a day: what to pack, and where it goes. Pure functions over the orders of which it has a part.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "contexts/delivery/packing.h"
#include "contexts/orders/types.h"

namespace gh::fulfilment {

inline constexpr int list_orders_max = 500;  // orders of one printed list

struct PackOf {
  OrderId order;
  std::string name;  // the buyer's first name, for the box
  Quantity quantity;
  std::vector<orders::LotShare> lots;
};
BOOST_DESCRIBE_STRUCT(PackOf, (), (order, name, quantity, lots))

struct PackingItem {
  Sku sku;
  std::string title;
  std::string unit;
  Quantity pack;
  orders::Storage storage = orders::Storage::ambient;
  Quantity quantity;                   // of all orders
  std::vector<orders::LotShare> lots;  // to take it from
  std::vector<PackOf> orders;
};
BOOST_DESCRIBE_STRUCT(PackingItem, (), (sku, title, unit, pack, storage, quantity, lots, orders))

// What goes into one kind of box, by the rule of contexts/delivery/packing.h; the coldest last.
struct PackingGroup {
  delivery::Box box = delivery::Box::ambient;
  std::string keep;
  std::vector<PackingItem> items;
};
BOOST_DESCRIBE_STRUCT(PackingGroup, (), (box, keep, items))

struct Stop {
  OrderId order;
  orders::PartStatus status = orders::PartStatus::packed;
  orders::DeliveryMethod method = orders::DeliveryMethod::delivery;
  std::string from;  // of the window
  std::string to;
  std::string name;
  std::string street;
  std::string city;
  std::string state;
  std::string zip;
  std::string phone;
  std::string pick_up;  // the point's name
  std::string note;     // the buyer's
  bool cold = false;    // something in it must be kept cold
  std::vector<orders::LineQuantity> lines;
};
BOOST_DESCRIBE_STRUCT(Stop, (), (order, status, method, from, to, name, street, city, state, zip, phone, pick_up, note, cold, lines))

std::string first_name(const orders::Part&);
// The lots of a line that are still to be handed over.
std::vector<orders::LotShare> lots_left(const orders::Order&, const orders::OrderLine&);

// Of parts that are paid or being packed.
std::vector<PackingGroup> packing_list(const std::vector<orders::Order>&, const FarmId&);
// By method, window and zip.
std::vector<Stop> delivery_list(const std::vector<orders::Order>&, const FarmId&);

// The same for paper: one row per sku, order and lot; one row per stop.
std::string packing_csv(const std::vector<PackingGroup>&);
std::string delivery_csv(const std::vector<Stop>&);

}  // namespace gh::fulfilment
