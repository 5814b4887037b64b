// ClockTime: a time of day as people write it on a door, "07:30". "24:00" is the end of the day.
#pragma once
#include "platform/json/fields.h"
#include "platform/json/schema.h"

namespace gh::json {

struct ClockTime : TextField {
  using TextField::TextField;

  // After midnight; 0 .. 1440.
  int minutes() const { return ((value_[0] - '0') * 10 + value_[1] - '0') * 60 + (value_[3] - '0') * 10 + value_[4] - '0'; }

  static Violation check(std::string& text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    const bool shaped = text.size() == 5 && digit(0) && digit(1) && text[2] == ':' && digit(3) && digit(4);
    if (shaped && text[3] < '6' && (text < "24:00" || text == "24:00")) return {};
    return {"bad_time", "A time of day is written 00:00 to 24:00."};
  }
  static void schema(Schema& schema) { schema.raw(R"({"type":"string","pattern":"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"})"); }
};

}  // namespace gh::json
