#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "base/errors.h"
#include "platform/config/sources.h"

namespace gh::config {
namespace {

std::string list_text(const toml::array& array) {
  std::string text;
  for (const auto& element : array) {
    if (!text.empty()) text += ',';
    text += element.value_or(std::string());
  }
  return text;
}

std::pair<RawValue::Kind, std::string> kind_and_text(const toml::node& node) {
  using Kind = RawValue::Kind;
  if (const auto* text = node.as_string()) return {Kind::text, text->get()};
  if (const auto* number = node.as_integer()) return {Kind::integer, std::to_string(number->get())};
  if (const auto* flag = node.as_boolean()) return {Kind::boolean, flag->get() ? "true" : "false"};
  if (const auto* array = node.as_array(); array != nullptr && (array->empty() || array->is_homogeneous(toml::node_type::string))) {
    return {Kind::list, list_text(*array)};
  }
  return {Kind::other, "a value of another type"};
}

void walk(const toml::table& table, const std::string& prefix, const std::string& path, const Found& found) {
  for (const auto& [name, node] : table) {
    const auto key = prefix + std::string(name.str());
    if (const auto* inner = node.as_table()) {
      walk(*inner, key + '.', path, found);
      continue;
    }
    auto [kind, text] = kind_and_text(node);
    found(key, {RawValue::Origin::file, kind, std::move(text), path + ':' + std::to_string(node.source().begin.line)});
  }
}

}  // namespace

Result<void> read_toml(const std::string& path, const Found& found) {
  const auto parsed = toml::parse_file(path);
  if (!parsed) {
    const auto& error = parsed.error();
    const auto line = error.source().begin.line;
    return fail(errors::invalid, path + (line > 0 ? ':' + std::to_string(line) : "") + ": " + std::string(error.description()));
  }
  walk(parsed.table(), "", path, found);
  return {};
}

}  // namespace gh::config
