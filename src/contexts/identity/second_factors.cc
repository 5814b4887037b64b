#include "contexts/identity/second_factors.h"

#include <algorithm>

#include "base/errors.h"
#include "contexts/identity/errors.h"
#include "contexts/identity/told.h"
#include "contexts/identity/totp.h"
#include "platform/crypto/secret_token.h"

namespace gh::identity {

namespace {

using Outbox = UserCollection::Outbox;

// "abcde-fghij-klmno": 75 bits, as people may type it.
constexpr std::size_t recovery_characters = 15, recovery_group = 5;

std::string bytes_from(Random& random, std::size_t count) {
  std::string bytes;
  for (std::uint64_t bits = 0; bytes.size() < count; bits >>= 8) {
    if (bytes.size() % sizeof bits == 0) bits = random.next();
    bytes += static_cast<char>(bits & 255);
  }
  return bytes;
}

std::string normal_code(std::string_view text) {
  std::string out;
  for (const char c : folded_name(text)) {
    if (c != '-' && c != ' ') out += c;
  }
  return out;
}

std::vector<std::string> hashes_of(const RecoveryCodes& codes) {
  std::vector<std::string> hashes;
  for (const auto& code : codes.recovery_codes) hashes.push_back(crypto::stored_form(normal_code(code)));
  return hashes;
}

}  // namespace

// Marks the code as used. false: it is not right. A recovery code needs no key. What was stored before secrets were sealed is sealed now.
Result<bool> SecondFactors::use_up(SecondFactor& factor, std::string_view code, Timestamp now) const {
  const auto typed = normal_code(code);
  if (std::erase(factor.recovery_hashes, crypto::stored_form(typed)) > 0) return true;
  if (!crypto::SecretBox::is_sealed(factor.secret)) factor.secret = box_.seal(factor.secret, random_);
  const auto secret = box_.open(factor.secret);
  if (!secret) return fail(gh::errors::internal, "a second factor was sealed with another key than auth.second_factor_key");
  const auto key = from_base32(*secret);
  const auto step = key ? match_totp(*key, typed, now, factor.last_step) : std::nullopt;
  if (!step) return false;
  factor.last_step = *step;
  return true;
}

RecoveryCodes SecondFactors::make_codes() const {
  RecoveryCodes codes;
  for (int i = 0; i < recovery_codes; ++i) {
    auto code = folded_name(base32(bytes_from(random_, recovery_characters))).substr(0, recovery_characters);
    for (auto at = recovery_characters - recovery_group; at > 0; at -= recovery_group) code.insert(at, 1, '-');
    codes.recovery_codes.push_back(std::move(code));
  }
  return codes;
}

Task<Result<FactorSecret>> SecondFactors::begin(UserId id, std::string password) const {
  GH_CO_CHECK(co_await passwords_.confirm(id, std::move(password)));
  const auto secret = base32(bytes_from(random_, totp_secret_bytes));
  const auto sealed = box_.seal(secret, random_);
  GH_CO_TRY(const auto user, co_await store_.users.update(std::move(id), [&](User& changed, Outbox&) -> Result<void> {
    if (has_second_factor(changed)) return fail(errors::second_factor_on);
    changed.second_factor = SecondFactor{.secret = sealed, .since = {}, .last_step = 0, .recovery_hashes = {}};
    return {};
  }));
  co_return FactorSecret{secret, totp_uri(secret, user.value.email)};
}

Task<Result<RecoveryCodes>> SecondFactors::confirm(UserId id, std::string code) const {
  const auto now = clock_.now();
  auto codes = make_codes();
  GH_CO_CHECK(co_await store_.users.update(std::move(id), [&](User& user, Outbox& outbox) -> Result<void> {
    if (has_second_factor(user)) return fail(errors::second_factor_on);
    if (!user.second_factor) return fail(errors::second_factor_off);
    GH_TRY(const bool right, use_up(*user.second_factor, code, now));
    if (!right) return fail(errors::wrong_code);
    user.second_factor->since = now;
    user.second_factor->recovery_hashes = hashes_of(codes);
    outbox.push_back(told("identity.second_factor_on", user, now));
    return {};
  }));
  co_return codes;
}

Task<Result<std::string>> SecondFactors::challenge(UserId id) const {
  const auto expires = clock_.now() + challenge_ms;
  SecretToken<UserId> token{std::move(id), crypto::make_secret_token(random_)};
  GH_CO_CHECK(co_await store_.users.update(token.id, [&](User& user, Outbox&) -> Result<void> {
    user.challenge_ticket = ChallengeTicket{crypto::stored_form(token.secret), expires};
    return {};
  }));
  co_return to_text(token);
}

Task<Result<User>> SecondFactors::of_challenge(std::string challenge) const {
  const auto token = parse_token<UserId>(challenge);
  if (!token) co_return fail(errors::challenge_refused);
  GH_CO_TRY(auto user, co_await store_.users.get(token->id));
  if (!user || !is_good(user->value.challenge_ticket, token->secret, clock_.now())) co_return fail(errors::challenge_refused);
  co_return std::move(user->value);
}

Task<Result<User>> SecondFactors::use(UserId id, std::string code, std::string challenge) const {
  const auto now = clock_.now();
  const auto token = parse_token<UserId>(challenge);
  GH_CO_TRY(auto user, co_await store_.users.update(std::move(id), [&](User& changed, Outbox& outbox) -> Result<void> {
    // Of two at once the other may have been quicker.
    if (!challenge.empty() && (!token || !is_good(changed.challenge_ticket, token->secret, now))) return fail(errors::challenge_refused);
    if (!has_second_factor(changed)) return {};
    const auto left = changed.second_factor->recovery_hashes.size();
    GH_TRY(const bool right, use_up(*changed.second_factor, code, now));
    if (!right) return fail(errors::wrong_code);
    changed.challenge_ticket.reset();
    const auto now_left = changed.second_factor->recovery_hashes.size();
    if (now_left != left) outbox.push_back(told("identity.recovery_code_used", changed, now, {{"codes_left", std::to_string(now_left)}}));
    return {};
  }));
  co_return std::move(user.value);
}

// The password first: its attempts are counted, so that codes cannot be tried out.
Task<Result<User>> SecondFactors::prove(UserId id, FactorChange proof) const {
  GH_CO_TRY(const auto user, co_await passwords_.confirm(id, proof.password.value()));
  if (!has_second_factor(user)) co_return fail(errors::second_factor_off);
  GH_CO_TRY(const auto attempt, co_await passwords_.begin(user.email, ""));
  auto used = co_await use(std::move(id), proof.code.value());
  if (used || !used.error().is(errors::wrong_code)) passwords_.forgive(attempt, false);
  co_return used;
}

Task<Result<RecoveryCodes>> SecondFactors::renew_codes(UserId id, FactorChange proof) const {
  GH_CO_CHECK(co_await prove(id, std::move(proof)));
  const auto now = clock_.now();
  auto codes = make_codes();
  GH_CO_CHECK(co_await store_.users.update(std::move(id), [&](User& user, Outbox& outbox) -> Result<void> {
    if (!has_second_factor(user)) return fail(errors::second_factor_off);
    user.second_factor->recovery_hashes = hashes_of(codes);
    outbox.push_back(told("identity.recovery_codes_renewed", user, now));
    return {};
  }));
  co_return codes;
}

Task<Result<void>> SecondFactors::remove(UserId id, FactorChange proof) const {
  GH_CO_CHECK(co_await prove(id, std::move(proof)));
  const auto now = clock_.now();
  GH_CO_CHECK(co_await store_.users.update(std::move(id), [&](User& user, Outbox& outbox) -> Result<void> {
    if (!user.second_factor) return {};
    user.second_factor.reset();
    user.challenge_ticket.reset();
    outbox.push_back(told("identity.second_factor_off", user, now));
    return {};
  }));
  co_return Result<void>();
}

Task<Result<User>> SecondFactors::reset(UserId id) const {
  const auto now = clock_.now();
  GH_CO_TRY(auto user, co_await store_.users.update(std::move(id), [&](User& changed, Outbox& outbox) -> Result<void> {
    if (!has_second_factor(changed)) return fail(errors::second_factor_off);
    changed.second_factor.reset();
    Sessions::end_all_in(changed, now);
    outbox.push_back(told("identity.second_factor_reset", changed, now));
    return {};
  }));
  GH_CO_CHECK(co_await sessions_.tell(user.value));
  co_return std::move(user.value);
}

}  // namespace gh::identity
