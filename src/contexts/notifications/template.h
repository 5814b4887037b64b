// Templates: text with typed placeholders. Pure.
//
//   Hello {name}, your order {order} of {total|money} comes on {day|date}.{?note} Note: {note}{/note}
//
// {key} and {key|format} show a value of the data (formats: locale.h); what stands between {?key} and {/key} is only there if the value is
// not empty. There are no other braces.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "contexts/notifications/locale.h"

namespace gh::notifications {

class Template {
 public:
  // The error is a sentence for whoever wrote the text.
  static std::expected<Template, std::string> parse(std::string_view text);

  // A value that is missing is empty; one that is not of its format is shown as it is.
  std::string render(Locale locale, const std::map<std::string, std::string>& data) const;

  struct Placeholder {
    std::string key;
    Format format = Format::text;
  };
  std::vector<Placeholder> placeholders() const;  // in the order of the text
  std::set<std::string> conditions() const;       // keys of {?key}

 private:
  struct Part {
    enum class Kind { words, value, open, close } kind = Kind::words;
    std::string text;  // the words, or the key
    Format format = Format::text;
  };
  std::vector<Part> parts_;
};

}  // namespace gh::notifications
