// Scope: what an API key may. A route names the one that opens it to keys (RouteSpec::scope).
#pragma once
#include <array>
#include <string_view>

#include "platform/json/fields.h"

namespace gh::identity {

inline constexpr std::string_view products_read = "products:read";
inline constexpr std::string_view products_write = "products:write";
inline constexpr std::string_view stock_read = "stock:read";
inline constexpr std::string_view stock_write = "stock:write";
inline constexpr std::string_view orders_read = "orders:read";
inline constexpr std::string_view orders_write = "orders:write";
inline constexpr std::string_view delivery_read = "delivery:read";
inline constexpr std::string_view delivery_write = "delivery:write";
inline constexpr std::string_view coupons_read = "coupons:read";
inline constexpr std::string_view coupons_write = "coupons:write";
inline constexpr std::string_view operations_read = "operations:read";    // how far imports and bulk work are
inline constexpr std::string_view operations_write = "operations:write";  // ends them
inline constexpr std::string_view farm_read = "farm:read";
inline constexpr std::array all_scopes{products_read,   products_write,   stock_read,     stock_write,  orders_read,
                                       orders_write,    delivery_read,    delivery_write, coupons_read, coupons_write,
                                       operations_read, operations_write, farm_read};

struct Scope : json::TextField {
  using TextField::TextField;
  static json::Violation check(std::string& text);
  static void schema(json::Schema& schema);
};

}  // namespace gh::identity
