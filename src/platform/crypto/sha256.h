// SHA-256 and what is built on it. Pure functions, callable from any thread.
#pragma once
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace gh::crypto {

using Sha256 = std::array<std::byte, 32>;

Sha256 sha256(std::string_view data);
// As sha256 over the parts, each behind its length (8 bytes, little endian): ("ab", "c") and ("a", "bc") differ.
Sha256 sha256_of_parts(std::initializer_list<std::string_view> parts);

// Over more than fits into memory at once. finish() may be called once.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;
  void add(std::string_view data);
  Sha256 finish();

 private:
  void* context_;
};

// The first 128 bits of sha256_of_parts as an id: the same parts always name the same thing. The first part should say what the
// id is for, so that two uses of the same data do not meet.
//   derive_id<OrderId>("order", buyer.text(), key)
template <class IdType, std::convertible_to<std::string_view>... Parts>
IdType derive_id(const Parts&... parts) {
  const Sha256 hash = sha256_of_parts({std::string_view(parts)...});
  const auto number = [&](std::size_t from) {
    std::uint64_t value = 0;
    for (std::size_t i = from; i < from + 8; ++i) value = value << 8 | std::to_integer<std::uint64_t>(hash[i]);
    return value;
  };
  return IdType::derive(number(0), number(8));
}

}  // namespace gh::crypto
