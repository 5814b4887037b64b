// Ids as types: Id<OrderTag> and Id<UserTag> do not mix.
//
// Text form: prefix '_' 26 characters of Crockford base 32 (128 bits, big endian): "ord_01JB2R6T3Q0V8Y5N7K4M9P2S6W".
// A new id starts with 48 bits of milliseconds, so that ids of one kind sort by age and inserts land side by side in an index.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/time.h"

namespace gh {

namespace detail {
std::string id_text(std::string_view prefix, std::uint64_t high, std::uint64_t low);
bool is_id_text(std::string_view prefix, std::string_view text);
}  // namespace detail

// Tag: struct OrderTag { static constexpr std::string_view prefix = "ord"; };
template <class Tag>
class Id {
 public:
  static constexpr std::string_view prefix = Tag::prefix;

  Id() = default;  // empty: names nothing

  static Id make(Timestamp now, Random& random) {
    const auto high = (static_cast<std::uint64_t>(now.ms) << 16) | (random.next() & 0xffff);
    return Id(detail::id_text(prefix, high, random.next()));
  }
  // The id that these 128 bits (a hash of what identifies the thing) stand for.
  static Id derive(std::uint64_t high, std::uint64_t low) { return Id(detail::id_text(prefix, high, low)); }
  static std::optional<Id> parse(std::string_view text) {
    if (!detail::is_id_text(prefix, text)) return std::nullopt;
    return Id(std::string(text));
  }

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  explicit Id(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

struct UserTag {
  static constexpr std::string_view prefix = "usr";
};
struct ApiKeyTag {
  static constexpr std::string_view prefix = "key";
};
struct FarmTag {
  static constexpr std::string_view prefix = "frm";
};
struct FieldTag {
  static constexpr std::string_view prefix = "fld";
};
struct ProductTag {
  static constexpr std::string_view prefix = "prd";
};
struct LotTag {
  static constexpr std::string_view prefix = "lot";
};
struct CartTag {
  static constexpr std::string_view prefix = "crt";
};
struct OrderTag {
  static constexpr std::string_view prefix = "ord";
};
struct PaymentIntentTag {
  static constexpr std::string_view prefix = "pi";
};
struct RefundTag {
  static constexpr std::string_view prefix = "rfd";
};
struct ComplaintTag {
  static constexpr std::string_view prefix = "cpl";
};

using UserId = Id<UserTag>;
using ApiKeyId = Id<ApiKeyTag>;
using FarmId = Id<FarmTag>;
using FieldId = Id<FieldTag>;
using ProductId = Id<ProductTag>;
using LotId = Id<LotTag>;
using CartId = Id<CartTag>;
using OrderId = Id<OrderTag>;
using PaymentIntentId = Id<PaymentIntentTag>;
using RefundId = Id<RefundTag>;
using ComplaintId = Id<ComplaintTag>;

// A variant of a product, the thing that is sold and stocked: "sku_" + the 26 characters of its product's id + "_" + its number, 01 to 99.
// The product is found from the sku without a look-up. Has the interface of Id.
class Sku {
 public:
  static constexpr std::string_view prefix = "sku";
  static constexpr int number_max = 99;

  Sku() = default;
  static Sku of(const ProductId& product, int number);  // number: 1 .. number_max
  static std::optional<Sku> parse(std::string_view text);

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  ProductId product() const;
  auto operator<=>(const Sku&) const = default;

 private:
  std::string text_;
};

}  // namespace gh

template <class Tag>
struct std::hash<gh::Id<Tag>> {
  std::size_t operator()(const gh::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.text()); }
};

template <>
struct std::hash<gh::Sku> {
  std::size_t operator()(const gh::Sku& sku) const noexcept { return std::hash<std::string>{}(sku.text()); }
};
