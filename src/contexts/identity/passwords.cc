#include "contexts/identity/passwords.h"

#include <algorithm>
#include <set>
#include <vector>

#include "contexts/identity/errors.h"
#include "contexts/identity/store.h"

namespace gh::identity {

namespace {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
// Sorted, one a line, small letters; those with at least 10 characters of the frequency list of zxcvbn (docs/DEPENDENCIES.md).
// clang-format off: it takes the file name for a comparison
constexpr char common_bytes[] = {
#embed "common_passwords.txt"
};
// clang-format on
#pragma clang diagnostic pop

const std::vector<std::string_view>& common_passwords() {
  static const auto list = [] {
    std::vector<std::string_view> lines;
    std::string_view rest(common_bytes, sizeof common_bytes);
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      lines.push_back(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return lines;
  }();
  return list;
}

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

std::string_view before_at(std::string_view email) { return email.substr(0, email.find('@')); }

}  // namespace

bool is_common_password(std::string_view password) {
  return std::ranges::binary_search(common_passwords(), std::string_view(folded_name(password)));
}

Result<void> check_new_password(std::string_view password, std::string_view email, std::string_view name, std::string_view pointer) {
  const auto refused = [pointer](std::string code, std::string detail) {
    return fail(Error(errors::weak_password).field(std::string(pointer), std::move(code), std::move(detail)));
  };
  const auto folded = folded_name(password), compact = without_spaces(folded), address = normal_email(email);
  if (compact == address || compact == before_at(address) || compact == without_spaces(folded_name(name)))
    return refused("own_name", "must not be the e-mail address or the name");
  if (std::set<char>(folded.begin(), folded.end()).size() < distinct_characters_min)
    return refused("too_simple", "must have at least 4 different characters");
  if (is_common_password(password)) return refused("common", "is one of the passwords that people choose most");
  return {};
}

}  // namespace gh::identity
