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
inline constexpr std::string_view farm_read = "farm:read";
inline constexpr std::array all_scopes{products_read, products_write, stock_read, stock_write, orders_read, orders_write, farm_read};

struct Scope : json::TextField {
  using TextField::TextField;
  static json::Violation check(std::string& text);
  static void schema(json::Schema& schema);
};

}  // namespace gh::identity
