// Cells that hold more than a text: lists, and texts that a spreadsheet would take for a formula.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gh::csv {

// A text that begins with = + - @, a tab or a carriage return is a formula to a spreadsheet program, and runs there (CWE-1236): it gets
// an apostrophe in front, and so does a text that has apostrophes before such a character, so that unguarded() gives back every text.
std::string guarded(std::string_view text);
std::string unguarded(std::string_view cell);

// Items joined by `|`; a `|` or backslash inside of one has a backslash before it. split("") is empty.
std::string joined(const std::vector<std::string>& items);
std::vector<std::string> split(std::string_view cell);

}  // namespace gh::csv
