#include "contexts/inventory/lot_register.h"

namespace gh::inventory {
namespace {

// "R-2026/14" and "r 2026 14" are one code to whoever reads it off a crate. Bytes of other scripts stay as they are.
std::string key_of(std::string_view code) {
  std::string key;
  for (const char c : code) {
    if (c >= 'A' && c <= 'Z') {
      key += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80) != 0) {
      key += c;
    }
  }
  return key;
}

}  // namespace

LotRegister::LotRegister(ports::Documents& documents)
    : lots_(documents, {"lots", {{"code"}}},
            [](const RegisteredLot& lot) { return Collection<RegisteredLot>::Keys{key_of(lot.lot_code)}; }) {}

Task<Result<void>> LotRegister::enter(RegisteredLot lot) const {
  const auto entered = co_await lots_.insert(std::move(lot));
  if (!entered && !entered.error().is(ports::errors::duplicate_key)) co_return fail(entered.error());
  co_return Result<void>{};
}

Task<Result<bool>> LotRegister::has(LotId id) const {
  GH_CO_TRY(const auto found, co_await lots_.get(std::move(id)));
  co_return found.has_value();
}

Task<Result<std::string>> LotRegister::code_of(LotId id) const {
  GH_CO_TRY(auto lot, co_await lots_.require(std::move(id)));
  co_return std::move(lot->lot_code);
}

Task<Result<TypedPage<RegisteredLot>>> LotRegister::find(std::string_view code, int limit, std::string after) const {
  if (auto id = LotId::parse(code)) {
    TypedPage<RegisteredLot> one;
    GH_CO_TRY(auto found, co_await lots_.get(*std::move(id)));
    if (found) one.items.push_back(*std::move(found));
    co_return one;
  }
  const auto key = key_of(code);
  if (key.empty()) co_return TypedPage<RegisteredLot>{};
  co_return co_await lots_.find("code", {key, key + '\xff'}, limit, std::move(after));
}

}  // namespace gh::inventory
