#include "adapters/mongo/json_bson.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>

#include "adapters/mongo/driver.h"
#include "base/errors.h"
#include "platform/json/input.h"
#include "platform/json/output.h"

namespace gh::mongo {

namespace {

using json::Input;
using json::Items;

static_assert(document_depth_max == json::depth_max);  // Reader refuses what is deeper

template <class Number>
bool read_whole(std::string_view token, Number& value) {
  const auto* const end = token.data() + token.size();
  const auto [at, error] = std::from_chars(token.data(), end, value);
  return error == std::errc() && at == end;
}

bool is_taken(std::string_view name) {
  return !name.empty() && name.front() != '$' && name.find('.') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

bool names_are_taken(const Input& object) {
  std::vector<std::string_view> names;
  names.reserve(object.size());
  for (Items items(object); items; items.next()) names.push_back(items.name());
  std::ranges::sort(names);
  return std::ranges::all_of(names, is_taken) && std::ranges::adjacent_find(names) == names.end();
}

bool append_members(bson_t* to, const Input& object);
bool append_items(bson_t* to, const Input& array);

// false: BSON has no form of it that we take.
bool append(bson_t* to, std::string_view name, const Input& value) {
  const auto* const key = name.data();
  const auto size = static_cast<int>(name.size());
  switch (value.kind()) {
    case json::Kind::null:
      return bson_append_null(to, key, size);
    case json::Kind::boolean:
      return bson_append_bool(to, key, size, value.text() == "true");
    case json::Kind::string:
      return bson_append_utf8(to, key, size, value.text().data(), static_cast<int>(value.text().size()));
    case json::Kind::number: {
      std::int64_t integer = 0;
      if (read_whole(value.text(), integer)) return bson_append_int64(to, key, size, integer);
      // Of 64 bits and more a double may keep the digits, and would be another type than its neighbours.
      if (value.text().find_first_of(".eE") == std::string_view::npos) return false;
      double number = 0;
      return read_whole(value.text(), number) && bson_append_double(to, key, size, number);
    }
    case json::Kind::array: {
      bson_t inner;
      bson_append_array_begin(to, key, size, &inner);
      const bool taken = append_items(&inner, value);
      return bson_append_array_end(to, &inner) && taken;
    }
    case json::Kind::object: {
      bson_t inner;
      bson_append_document_begin(to, key, size, &inner);
      const bool taken = append_members(&inner, value);
      return bson_append_document_end(to, &inner) && taken;
    }
    case json::Kind::text:
      break;
  }
  return false;
}

bool append_members(bson_t* to, const Input& object) {
  if (!names_are_taken(object)) return false;
  for (Items items(object); items; items.next())
    if (!append(to, items.name(), items.value())) return false;
  return true;
}

bool append_items(bson_t* to, const Input& array) {
  std::uint32_t i = 0;
  for (Items items(array); items; items.next()) {
    char buffer[16];
    const char* key = nullptr;
    const auto size = bson_uint32_to_string(i++, &key, buffer, sizeof buffer);
    if (!append(to, {key, size}, items.value())) return false;
  }
  return true;
}

bool write_document(json::Out& out, bson_iter_t& at, bool named, int depth_left);

// false: JSON has no form of it.
bool write_value(json::Out& out, const bson_iter_t& at, int depth_left) {
  switch (bson_iter_type(&at)) {
    case BSON_TYPE_NULL:
      out.raw("null");
      return true;
    case BSON_TYPE_BOOL:
      out.boolean(bson_iter_as_bool(&at));
      return true;
    case BSON_TYPE_INT32:
    case BSON_TYPE_INT64:
      out.integer(bson_iter_as_int64(&at));
      return true;
    case BSON_TYPE_DOUBLE:
      out.number(bson_iter_double(&at));
      return true;
    case BSON_TYPE_UTF8: {
      std::uint32_t size = 0;
      const auto* const text = bson_iter_utf8(&at, &size);
      out.string({text, size});
      return true;
    }
    case BSON_TYPE_ARRAY:
    case BSON_TYPE_DOCUMENT: {
      bson_iter_t inner;
      return depth_left > 0 && bson_iter_recurse(&at, &inner) && write_document(out, inner, BSON_ITER_HOLDS_DOCUMENT(&at), depth_left - 1);
    }
    default:
      return false;
  }
}

bool write_document(json::Out& out, bson_iter_t& at, bool named, int depth_left) {
  out.byte(named ? '{' : '[');
  for (bool first = true; bson_iter_next(&at); first = false) {
    if (!first) out.byte(',');
    if (named) {
      out.string({bson_iter_key(&at), bson_iter_key_len(&at)});
      out.byte(':');
    }
    if (!write_value(out, at, depth_left)) return false;
  }
  out.byte(named ? '}' : ']');
  return true;
}

bool write_document(json::Out& out, const Fields& document) {
  bson_iter_t at;
  return bson_iter_init_from_data(&at, document.data(), document.size()) && write_document(out, at, true, document_depth_max - 1);
}

}  // namespace

std::optional<Bson> to_document(std::string_view json) {
  if (json.size() > document_text_bytes_max) return std::nullopt;
  json::Reader reader(json, json::Mode::stored);
  if (reader.malformed() || reader.root().kind() != json::Kind::object) return std::nullopt;
  Bson document;
  if (!append_members(static_cast<bson_t*>(document.get()), reader.root())) return std::nullopt;
  json::Out back;
  if (!write_document(back, document.fields()) || back.text() != json) return std::nullopt;
  return document;
}

Result<std::string> to_json(const Fields& document) {
  json::Out out;
  if (!write_document(out, document)) return fail(errors::internal, "a stored document is not one that JSON can tell");
  return std::string(out.text());
}

}  // namespace gh::mongo
