// A described struct as one row of a table: a column for each member, those of members inside with dots ("price.amount"), lists and
// maps as one cell of JSON. The columns depend on the type alone; what is absent has empty cells. For lists that are given as CSV.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "platform/json/fields.h"
#include "platform/json/json.h"

namespace gh::json {

struct Cell {
  std::string text;
  bool words = false;  // free text: what people wrote
};

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
void add_columns(std::vector<std::string>& columns, const std::string& name) {
  if constexpr (is_optional<T>) {
    add_columns<typename T::value_type>(columns, name);
  } else if constexpr (std::same_as<T, Money>) {
    columns.push_back(name + ".amount");
    columns.push_back(name + ".currency");
  } else if constexpr (Described<T>) {
    boost::mp11::mp_for_each<described_members<T>>([&](auto member) {
      using Field = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
      add_columns<Field>(columns, name.empty() ? std::string(member.name) : name + "." + member.name);
    });
  } else {
    columns.push_back(name);
  }
}

// value may be null: then the cells are empty.
template <class T>
void add_cells(std::vector<Cell>& cells, const T* value) {
  if constexpr (is_optional<T>) {
    add_cells<typename T::value_type>(cells, value != nullptr && *value ? &**value : nullptr);
  } else if constexpr (std::same_as<T, Money>) {
    cells.push_back({value == nullptr ? std::string() : std::to_string(value->minor)});
    cells.push_back({value == nullptr ? std::string() : std::string(value->currency.text())});
  } else if constexpr (Described<T>) {
    boost::mp11::mp_for_each<described_members<T>>(
        [&](auto member) { add_cells(cells, value == nullptr ? nullptr : &(value->*member.pointer)); });
  } else if (value == nullptr) {
    cells.emplace_back();
  } else if constexpr (std::same_as<T, std::string>) {
    cells.push_back({*value, true});
  } else if constexpr (TextFieldType<T> && !requires { requires T::secret; }) {
    cells.push_back({value->value(), true});
  } else {
    auto text = to_string(*value);
    if (text.starts_with('"')) text = text.substr(1, text.size() - 2);  // ids, times, names: nothing in them is escaped
    cells.push_back({std::move(text)});
  }
}

}  // namespace detail

template <Described T>
std::vector<std::string> columns() {
  std::vector<std::string> names;
  detail::add_columns<T>(names, "");
  return names;
}

template <Described T>
std::vector<Cell> cells(const T& value) {
  std::vector<Cell> row;
  detail::add_cells(row, &value);
  return row;
}

}  // namespace gh::json
