// One event as a line. Pure functions, private to this folder.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/log/logger.h"

namespace gh::log {

inline constexpr std::size_t text_bytes_max = 4096;  // of a message or a value; the rest is cut off and marked with "…"

struct Look {
  Form form;
  bool colours;
};
struct Event {
  Timestamp time;
  Level level;
  std::string_view message;
  std::uint64_t left_out;  // lines with this message that were not written before this one
};

// Appends the line with its end.
void append_line(std::string& out, Look look, const Event& event, Fields fields);

// Appends text so that it is valid UTF-8 inside a JSON string and harmless on a terminal: control characters (C0, DEL, C1), line and
// paragraph separators and text direction marks are written as \uXXXX, what is not UTF-8 as U+FFFD.
void append_escaped(std::string& out, std::string_view text);

}  // namespace gh::log
