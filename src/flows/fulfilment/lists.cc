#include "flows/fulfilment/lists.h"

#include <algorithm>
#include <tuple>

#include "contexts/orders/journal.h"
#include "contexts/orders/refunds.h"
#include "platform/csv/parser.h"
#include "platform/json/json.h"

namespace gh::fulfilment {
namespace {

using orders::LotShare;
using orders::Order;
using orders::OrderLine;

void add_lots(std::vector<LotShare>& sum, const std::vector<LotShare>& more) {
  for (const auto& share : more) {
    const auto known = std::ranges::find(sum, share.lot, &LotShare::lot);
    if (known == sum.end()) {
      sum.push_back(share);
    } else {
      known->quantity += share.quantity;
    }
  }
}

delivery::Box box_of(const OrderLine& line) { return delivery::box_for(json::enum_name(line.storage)); }

PackingItem& item_for(std::vector<PackingGroup>& groups, const OrderLine& line) {
  const auto box = box_of(line);
  auto group = std::ranges::find(groups, box, &PackingGroup::box);
  if (group == groups.end()) group = groups.insert(groups.end(), PackingGroup{box, std::string(delivery::keep_of(box)), {}});
  auto item = std::ranges::find(group->items, line.sku, &PackingItem::sku);
  if (item == group->items.end()) {
    item = group->items.insert(group->items.end(), PackingItem{line.sku, line.title, line.unit, line.pack, line.storage, {}, {}, {}});
  }
  return *item;
}

std::string text_of(Quantity quantity) { return to_string(quantity); }

}  // namespace

std::string first_name(const orders::Part& part) {
  if (!part.delivery || !part.delivery->address) return {};
  const auto& name = part.delivery->address->name;
  return name.substr(0, name.find(' '));
}

std::vector<LotShare> lots_left(const Order& order, const OrderLine& line) {
  auto left = orders::left_of(order, line);
  std::vector<LotShare> lots = line.lots;
  for (const auto& refund : order.refunds) {
    for (const auto& back : refund.lines) {
      if (back.sku != line.sku) continue;
      for (const auto& share : back.restocked) {
        const auto lot = std::ranges::find(lots, share.lot, &LotShare::lot);
        if (lot != lots.end()) lot->quantity -= share.quantity;
      }
    }
  }
  for (auto& lot : lots) {
    lot.quantity = std::min(lot.quantity, left);
    left -= lot.quantity;
  }
  std::erase_if(lots, [](const auto& lot) { return lot.quantity.milli <= 0; });
  return lots;
}

std::vector<PackingGroup> packing_list(const std::vector<Order>& orders, const FarmId& farm) {
  std::vector<PackingGroup> groups;
  for (const auto& order : orders) {
    const auto* part = orders::find_part(order, farm);
    if (part == nullptr) continue;
    for (const auto& line : order.lines) {
      const auto left = orders::left_of(order, line);
      if (line.farm != farm || left.milli == 0) continue;
      auto& item = item_for(groups, line);
      auto lots = lots_left(order, line);
      item.quantity += left;
      add_lots(item.lots, lots);
      item.orders.push_back({order.id, first_name(*part), left, std::move(lots)});
    }
  }
  std::ranges::sort(groups, {}, &PackingGroup::box);
  for (auto& group : groups) std::ranges::sort(group.items, {}, [](const auto& item) { return std::tie(item.title, item.sku); });
  return groups;
}

std::vector<Stop> delivery_list(const std::vector<Order>& orders, const FarmId& farm) {
  std::vector<Stop> stops;
  for (const auto& order : orders) {
    const auto* part = orders::find_part(order, farm);
    if (part == nullptr) continue;
    auto& stop = stops.emplace_back();
    stop.order = order.id;
    stop.status = part->status;
    stop.name = first_name(*part);
    if (const auto& delivery = part->delivery) {
      stop.method = delivery->method;
      stop.note = delivery->note;
      if (delivery->window) std::tie(stop.from, stop.to) = std::tie(delivery->window->from, delivery->window->to);
      if (const auto& to = delivery->address) {
        std::tie(stop.street, stop.city, stop.state, stop.zip, stop.phone) = std::tie(to->street, to->city, to->state, to->zip, to->phone);
      }
      if (delivery->pick_up) stop.pick_up = delivery->pick_up->name;
    }
    for (const auto& line : order.lines) {
      const auto left = orders::left_of(order, line);
      if (line.farm != farm || left.milli == 0) continue;
      stop.cold = stop.cold || box_of(line) != delivery::Box::ambient;
      stop.lines.push_back({line.sku, left});
    }
  }
  std::ranges::sort(stops, {}, [](const auto& s) { return std::tie(s.method, s.from, s.pick_up, s.zip, s.street, s.order); });
  return stops;
}

std::string packing_csv(const std::vector<PackingGroup>& groups) {
  std::string csv = csv::to_row({"box", "storage", "title", "sku", "unit", "pack", "order", "name", "quantity", "lot", "from_lot"});
  for (const auto& group : groups) {
    for (const auto& item : group.items) {
      for (const auto& order : item.orders) {
        for (const auto& lot : order.lots) {
          csv += csv::to_row({std::string(json::enum_name(group.box)), std::string(json::enum_name(item.storage)), item.title,
                              item.sku.text(), item.unit, text_of(item.pack), order.order.text(), order.name, text_of(order.quantity),
                              lot.lot.text(), text_of(lot.quantity)});
        }
      }
    }
  }
  return csv;
}

std::string delivery_csv(const std::vector<Stop>& stops) {
  std::string csv = csv::to_row(
      {"method", "from", "to", "pick_up", "name", "street", "city", "state", "zip", "phone", "note", "cold", "order", "status"});
  for (const auto& s : stops) {
    csv += csv::to_row({std::string(json::enum_name(s.method)), s.from, s.to, s.pick_up, s.name, s.street, s.city, s.state, s.zip, s.phone,
                        s.note, s.cold ? "cold" : "", s.order.text(), std::string(json::enum_name(s.status))});
  }
  return csv;
}

}  // namespace gh::fulfilment
