#include "contexts/pricing/service.h"

#include "contexts/pricing/errors.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"

namespace gh::pricing {
namespace {

// The index compares hashes, so that the time of a look-up tells nothing of how much of a guess was right.
std::string code_key(const std::string& code) { return crypto::base64url(crypto::sha256_of_parts({"coupon code", code})); }

// Ascending in the index is oldest first.
std::string owner_key(const Coupon& coupon) { return coupon.terms.funded_by.text() + '/' + ports::sortable(coupon.created.ms); }

Error refused(std::string pointer, std::string code, std::string detail) {
  return Error(gh::errors::invalid).field(std::move(pointer), std::move(code), std::move(detail));
}

}  // namespace

Service::Service(ports::Documents& documents, const Clock& clock, Random& random)
    : clock_(clock),
      random_(random),
      coupons_(
          documents, {"coupons", {{"code", true}, {"owner"}, {"created"}}, ports::AuditSpec{}},
          [](const Coupon& c) { return std::vector<std::string>{code_key(c.terms.code), owner_key(c), ports::sortable(c.created.ms)}; }),
      rules_(documents, {"farm_rules", {}, ports::AuditSpec{.farm_member = "id"}},
             [](const FarmRules&) { return std::vector<std::string>{}; }) {}

Result<void> Service::opened() const {
  GH_CHECK(coupons_.opened());
  return rules_.opened();
}

Task<Result<Coupon>> Service::create(Coupon coupon) const {
  auto code = normal_code(coupon.terms.code);
  if (!code) co_return fail(refused("/code", "bad_code", "4 to 32 letters, digits, dashes and underscores."));
  coupon.terms.code = *std::move(code);
  coupon.created = coupon.updated = clock_.now();
  coupon.id = CouponId::make(coupon.created, random_);
  GH_CO_CHECK(check(coupon));
  auto written = co_await coupons_.insert(std::move(coupon));
  if (written) co_return std::move(written->value);
  if (!written.error().is(ports::errors::duplicate_key)) co_return fail(std::move(written).error());
  co_return fail(Error(errors::code_taken).field("/code", "taken", "There is a coupon with this code already."));
}

Task<Result<Coupon>> Service::coupon(CouponId id, FarmId owner) const {
  GH_CO_TRY(auto found, co_await coupons_.require(std::move(id)));
  if (!owner.empty() && found->terms.funded_by != owner) co_return fail(gh::errors::not_found);
  co_return std::move(found.value);
}

Task<Result<Coupon>> Service::edit(CouponId id, FarmId owner, CouponEdit change) const {
  const auto now = clock_.now();
  GH_CO_TRY(auto written, co_await coupons_.update(std::move(id), [&](Coupon& coupon, Collection<Coupon>::Outbox&) -> Result<void> {
    if (!owner.empty() && coupon.terms.funded_by != owner) return fail(gh::errors::not_found);
    return pricing::edit(coupon, change, now);
  }));
  co_return std::move(written.value);
}

Task<Result<CouponPage>> Service::list(FarmId owner, int limit, std::string cursor) const {
  const auto after = crypto::from_base64url(cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  const std::string_view index = owner.empty() ? "created" : "owner";
  ports::Range range{"", "", true};
  if (!owner.empty()) range = {owner.text() + '/', owner.text() + '0', true};  // '0' comes right behind '/'
  GH_CO_TRY(auto page, co_await coupons_.find(index, std::move(range), limit, *after));
  CouponPage out;
  out.next_cursor = crypto::base64url(crypto::bytes_of(page.next));
  out.items.reserve(page.items.size());
  for (auto& item : page.items) out.items.push_back(std::move(item.value));
  co_return out;
}

Task<Result<std::optional<Coupon>>> Service::find(std::string code) const {
  GH_CO_TRY(auto found, co_await coupons_.find_one("code", code_key(code)));
  if (!found || (*found)->paused) co_return std::nullopt;
  co_return std::move(found->value);
}

Task<Result<Coupon>> Service::usable(std::string typed) const {
  const auto now = clock_.now();
  auto code = normal_code(typed);
  GH_CO_TRY(auto found, co_await find(code ? *std::move(code) : std::string()));
  const bool now_valid = found && (!found->terms.from || *found->terms.from <= now) && (!found->terms.to || now < *found->terms.to);
  if (!now_valid) co_return fail(Error(errors::coupon_unknown).field("/code", "not_valid", "This code cannot be used."));
  co_return *std::move(found);
}

Task<Result<std::vector<std::optional<Coupon>>>> Service::by_codes(std::vector<std::string> codes) const {
  if (codes.size() > coupons_max) co_return fail(errors::bad_cart, "too many coupons");
  std::vector<std::optional<Coupon>> coupons;
  coupons.reserve(codes.size());
  for (auto& code : codes) {
    GH_CO_TRY(auto found, co_await find(std::move(code)));
    coupons.push_back(std::move(found));
  }
  co_return coupons;
}

Task<Result<FarmRules>> Service::rules_of(FarmId farm) const {
  GH_CO_TRY(auto found, co_await rules_.get(farm));
  co_return found ? std::move(found->value) : FarmRules{std::move(farm), {}, {}};
}

Task<Result<FarmRules>> Service::set_minimum_order(FarmId farm, std::optional<Money> minimum) const {
  if (minimum && minimum->minor < 0) co_return fail(refused("/minimum_order", "out_of_range", "The minimum cannot be below 0."));
  const FarmRules wanted{farm, minimum, clock_.now()};
  auto made = co_await rules_.insert(wanted);
  if (made) co_return std::move(made->value);
  if (!made.error().is(ports::errors::duplicate_key)) co_return fail(std::move(made).error());
  GH_CO_TRY(auto written, co_await rules_.update(farm, [&](FarmRules& rules, Collection<FarmRules>::Outbox&) -> Result<void> {
    rules = wanted;
    return {};
  }));
  co_return std::move(written.value);
}

}  // namespace gh::pricing
