#include "contexts/notifications/message.h"

#include <fmt/format.h>

#include "contexts/notifications/errors.h"
#include "contexts/notifications/template.h"
#include "platform/json/json.h"

namespace gh::notifications {

namespace {

const Key* find_key(const Event& event, const std::string& name) {
  for (const auto* keys : {&event.keys, &common_keys()}) {
    const auto found = std::ranges::find(*keys, name, &Key::name);
    if (found != keys->end()) return &*found;
  }
  return nullptr;
}

std::optional<std::string> trouble_with(const Event& event, std::string_view text) {
  const auto parsed = Template::parse(text);
  if (!parsed) return parsed.error();
  const auto conditions = parsed->conditions();
  for (const auto& condition : conditions) {
    if (find_key(event, condition) == nullptr) return fmt::format("The event has no \"{}\".", condition);
  }
  for (const auto& placeholder : parsed->placeholders()) {
    const auto* key = find_key(event, placeholder.key);
    if (key == nullptr) return fmt::format("The event has no \"{}\".", placeholder.key);
    if (placeholder.format != key->format)
      return fmt::format("\"{}\" is shown as {{{}{}}}.", key->name, key->name,
                         key->format == Format::text ? std::string() : fmt::format("|{}", json::enum_name(key->format)));
    if (key->optional && !conditions.contains(placeholder.key))
      return fmt::format("\"{}\" may be missing; it must stand between {{?{}}} and {{/{}}}.", key->name, key->name, key->name);
  }
  return std::nullopt;
}

// A text that was checked when it was stored; a built-in one by the tests.
std::string fill(std::string_view text, Locale locale, const std::map<std::string, std::string>& data) {
  const auto parsed = Template::parse(text);
  return parsed ? parsed->render(locale, data) : std::string(text);
}

void add_common(std::map<std::string, std::string>& data, const Shop& shop) {
  data["shop_name"] = shop.name;
  data["shop_url"] = shop.url;
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

Result<void> check_words(const Event& event, std::string_view subject, std::string_view text) {
  Error error(errors::template_invalid);
  if (auto trouble = trouble_with(event, subject)) error.field("/subject", "bad_placeholder", *std::move(trouble));
  if (auto trouble = trouble_with(event, text)) error.field("/text", "bad_placeholder", *std::move(trouble));
  if (!error.fields().empty()) return fail(std::move(error));
  return {};
}

Rendered render(const Event& event, Locale locale, const WordsInput& words, std::map<std::string, std::string> data, const Shop& shop,
                const std::string& unsubscribe) {
  add_common(data, shop);
  Rendered out;
  out.subject = fill(words.subject, locale, data);
  data["text"] = fill(words.text, locale, data);
  if (!event.link.empty()) data["text"] += "\n\n" + shop.url + fill(event.link, locale, data);
  data["unsubscribe"] = unsubscribe;
  out.text = fill(frame_of(locale), locale, data);
  out.html = html_of(out.text);
  return out;
}

InboxNotice list_form(const Event& event, Locale locale, const WordsInput& words, std::map<std::string, std::string> data,
                      const Shop& shop) {
  for (const auto& key : event.keys) {
    if (key.secret) data.erase(std::string(key.name));
  }
  add_common(data, shop);
  InboxNotice notice;
  notice.event = event.name;
  notice.title = fill(words.subject, locale, data);
  notice.text = fill(words.text, locale, data);
  notice.link = fill(event.link, locale, data);
  return notice;
}

std::map<std::string, std::string> sample_data(const Event& event) {
  std::map<std::string, std::string> data;
  for (const auto* keys : {&event.keys, &common_keys()}) {
    for (const auto& key : *keys) data.emplace(key.name, key.sample);
  }
  return data;
}

std::string html_of(std::string_view text) {
  std::string out = "<!DOCTYPE html>\n<html><body style=\"font-family:sans-serif;line-height:1.5;max-width:40em\">\n<p>";
  while (!text.empty()) {
    if (text.starts_with("\n\n")) {
      text.remove_prefix(2);
      out += "</p>\n<p>";
    } else if (text.starts_with('\n')) {
      text.remove_prefix(1);
      if (!text.empty()) out += "<br>\n";
    } else if (text.starts_with("https://") || text.starts_with("http://")) {
      const auto link = text.substr(0, text.find_first_of(" \n\t<>\""));
      out += "<a href=\"";
      append_escaped(out, link);
      out += "\">";
      append_escaped(out, link);
      out += "</a>";
      text.remove_prefix(link.size());
    } else {
      append_escaped(out, text.substr(0, 1));
      text.remove_prefix(1);
    }
  }
  return out + "</p>\n</body></html>\n";
}

}  // namespace gh::notifications
