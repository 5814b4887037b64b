#include "contexts/notifications/template.h"

#include <fmt/format.h>

#include "platform/json/json.h"

namespace gh::notifications {

namespace {

bool is_key(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

std::expected<Template, std::string> Template::parse(std::string_view text) {
  Template made;
  std::string open;  // key of the section that is open; sections do not nest
  while (!text.empty()) {
    const auto brace = text.find_first_of("{}");
    if (brace != 0) made.parts_.push_back({Part::Kind::words, std::string(text.substr(0, brace)), Format::text});
    if (brace == std::string_view::npos) break;
    text.remove_prefix(brace);
    const auto end = text.find('}');
    if (text[0] == '}' || end == std::string_view::npos) return std::unexpected("A brace stands alone.");
    auto inner = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    Part part;
    if (inner.starts_with('?') || inner.starts_with('/')) {
      part.kind = inner[0] == '?' ? Part::Kind::open : Part::Kind::close;
      inner.remove_prefix(1);
    } else {
      part.kind = Part::Kind::value;
      if (const auto bar = inner.find('|'); bar != std::string_view::npos) {
        const auto format = json::enum_from_name<Format>(inner.substr(bar + 1));
        if (!format) return std::unexpected(fmt::format("There is no format \"{}\".", inner.substr(bar + 1)));
        part.format = *format;
        inner = inner.substr(0, bar);
      }
    }
    if (!is_key(inner)) return std::unexpected(fmt::format("\"{{{}}}\" is not a placeholder.", inner));
    part.text = inner;
    if (part.kind == Part::Kind::open) {
      if (!open.empty()) return std::unexpected(fmt::format("{{?{}}} begins before {{/{}}}.", part.text, open));
      open = part.text;
    } else if (part.kind == Part::Kind::close) {
      if (open != part.text) return std::unexpected(fmt::format("{{/{}}} ends what did not begin.", part.text));
      open.clear();
    }
    made.parts_.push_back(std::move(part));
  }
  if (!open.empty()) return std::unexpected(fmt::format("{{?{}}} has no end.", open));
  return made;
}

std::string Template::render(Locale locale, const std::map<std::string, std::string>& data) const {
  const auto value_of = [&data](const std::string& key) {
    const auto found = data.find(key);
    return found == data.end() ? std::string() : found->second;
  };
  std::string out;
  bool hidden = false;
  for (const auto& part : parts_) {
    if (part.kind == Part::Kind::open) {
      hidden = value_of(part.text).empty();
    } else if (part.kind == Part::Kind::close) {
      hidden = false;
    } else if (!hidden) {
      const auto value = part.kind == Part::Kind::words ? part.text : value_of(part.text);
      out += formatted(locale, part.format, value).value_or(value);
    }
  }
  return out;
}

std::vector<Template::Placeholder> Template::placeholders() const {
  std::vector<Placeholder> all;
  for (const auto& part : parts_) {
    if (part.kind == Part::Kind::value) all.push_back({part.text, part.format});
  }
  return all;
}

std::set<std::string> Template::conditions() const {
  std::set<std::string> keys;
  for (const auto& part : parts_) {
    if (part.kind == Part::Kind::open) keys.insert(part.text);
  }
  return keys;
}

}  // namespace gh::notifications
