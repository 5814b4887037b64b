#include "platform/audit/changes.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "platform/json/json.h"

namespace gh::audit {
namespace {

using Members = std::map<std::string, json::Raw>;

Members members_of(std::string_view object) {
  if (!object.starts_with('{')) return {};
  return json::parse_stored<Members>(object).value_or(Members{});
}

std::string shown(const json::Raw& value);

std::string shown_object(const Members& members) {
  std::string out = "{";
  for (const auto& [name, value] : members) {
    if (out.size() > 1) out += ',';
    out += json::escape(name) + ':' + (is_secret(name) && value.text != "null" ? json::escape(hidden) : shown(value));
  }
  return out + '}';
}

std::string shown_list(std::string_view list) {
  std::string out = "[";
  for (const auto& item : json::parse_stored<std::vector<json::Raw>>(list).value_or(std::vector<json::Raw>{})) {
    if (out.size() > 1) out += ',';
    out += shown(item);
  }
  return out + ']';
}

std::string shown(const json::Raw& value) {
  if (value.text.size() > value_bytes_max) return json::escape(fmt::format("({} bytes)", value.text.size()));
  if (value.text.starts_with('{')) return shown_object(members_of(value.text));
  if (value.text.starts_with('[')) return shown_list(value.text);
  return value.text;
}

// Those of `mine` that are not the same in `other`.
Members differing(const Members& mine, const Members& other) {
  Members out;
  for (const auto& [name, value] : mine) {
    const auto same = other.find(name);
    if (same == other.end() || same->second != value) out.emplace(name, value);
  }
  return out;
}

}  // namespace

bool is_secret(std::string_view name) {
  static constexpr std::string_view exact[] = {"second_factor", "secret", "password", "addresses"};
  static constexpr std::string_view endings[] = {"_hash", "_hashes", "_secret", "_ticket"};
  return std::ranges::find(exact, name) != std::end(exact) ||
         std::ranges::any_of(endings, [name](std::string_view ending) { return name.ends_with(ending); });
}

Changes changes_between(std::string_view before, std::string_view after) {
  const auto old_members = members_of(before), new_members = members_of(after);
  return {shown_object(differing(old_members, new_members)), shown_object(differing(new_members, old_members))};
}

std::string member_text(std::string_view document, std::string_view path) {
  const auto slash = path.find('/');
  const auto members = members_of(document);
  const auto found = members.find(std::string(path.substr(0, slash)));
  if (found == members.end()) return {};
  if (slash != std::string_view::npos) return member_text(found->second.text, path.substr(slash + 1));
  return json::parse_stored<std::string>(found->second.text).value_or(std::string());
}

}  // namespace gh::audit
