// What farms grow and make: the one vocabulary of tags, and how a directory's free text is read as it.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gh::farmers {

// All tags, ascending. They are the produce categories of the USDA local food directories.
std::span<const std::string_view> produce_tags();
bool is_produce_tag(std::string_view);

struct ReadTags {
  std::vector<std::string> tags;     // ascending, each once
  std::vector<std::string> joined;   // word groups that were split wrongly and put together: "dairy products"
  std::vector<std::string> unknown;  // words that are in no tag
};
// text: words between spaces, hyphens or none inside a tag's words ("dry beans", "dry-beans"); the longest match wins.
ReadTags read_tags(std::string_view text);

}  // namespace gh::farmers
