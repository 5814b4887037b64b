// Reply: what Redis answers to one command (RESP 2).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gh::redis {

struct Reply {
  enum class Kind { nothing, integer, text, list, error };

  Kind kind = Kind::nothing;
  std::int64_t integer = 0;
  std::string text;  // also the words of an error, which begin with its code in capitals
  std::vector<Reply> list;

  bool is_error() const { return kind == Kind::error; }
  bool is_error(std::string_view code) const { return is_error() && text.starts_with(code); }
  // True for a list of so many integers, as scripts of this folder answer.
  bool has_integers(std::size_t count) const {
    if (kind != Kind::list || list.size() != count) return false;
    for (const auto& item : list)
      if (item.kind != Kind::integer) return false;
    return true;
  }
};

}  // namespace gh::redis
