#include "platform/csv/writer.h"

#include "platform/csv/cells.h"

namespace gh::csv {

void Writer::field(std::string_view text, bool words) {
  if (!first_) text_ += ',';
  first_ = false;
  const bool formula = words && guarded(text).size() > text.size();
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    if (formula) text_ += '\'';
    text_ += text;
    return;
  }
  text_ += '"';
  if (formula) text_ += '\'';
  for (const char c : text) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
}

void Writer::end_record() {
  text_ += "\r\n";
  first_ = true;
}

}  // namespace gh::csv
