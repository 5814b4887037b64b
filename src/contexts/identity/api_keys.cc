#include "contexts/identity/api_keys.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/identity/errors.h"
#include "contexts/identity/tokens.h"
#include "platform/crypto/encoding.h"

namespace gh::identity {

namespace {

std::optional<Timestamp> if_set(Timestamp time) { return time.ms == 0 ? std::nullopt : std::optional(time); }

void put(ApiKeyView& view, const ApiKey& key) {
  view = {.id = key.id,
          .name = key.name,
          .scopes = key.scopes,
          .made_by = key.made_by,
          .created = key.created,
          .expires = if_set(key.expires),
          .revoked = if_set(key.revoked),
          .last_used = if_set(key.last_used)};
}

bool lives(const ApiKey& key, Timestamp now) { return key.revoked.ms == 0 && (key.expires.ms == 0 || key.expires > now); }

// "ghk_<id>.<secret>": the id in it goes without its own prefix.
std::string to_text(const ApiKeyId& id, const std::string& secret) {
  return fmt::format("{}{}.{}", ApiKeys::mark, id.text().substr(ApiKeyId::prefix.size() + 1), secret);
}

std::optional<SecretToken<ApiKeyId>> parse_key(std::string_view text) {
  if (!text.starts_with(ApiKeys::mark)) return std::nullopt;
  return parse_token<ApiKeyId>(fmt::format("{}_{}", ApiKeyId::prefix, text.substr(ApiKeys::mark.size())));
}

}  // namespace

Task<Result<NewApiKeyView>> ApiKeys::create(UserId maker, FarmId farm, NewApiKey wanted) const {
  const auto now = clock_.now();
  if (wanted.expires && *wanted.expires <= now)
    co_return fail(Error(errors::bad_expiry).field("/expires", "not_in_future", "must lie in the future"));
  GH_CO_TRY(const auto page, co_await store_.api_keys.find(indexes::farm, range_of(farm.text(), true), ports::find_limit_max));
  const auto living = std::ranges::count_if(page.items, [&](const auto& key) { return lives(key.value, now); });
  if (living >= living_max) co_return fail(errors::too_many_keys, fmt::format("a farm may have {}", living_max));
  const auto secret = crypto::make_secret_token(random_);
  ApiKey key{.id = ApiKeyId::make(now, random_),
             .farm = std::move(farm),
             .made_by = std::move(maker),
             .name = wanted.name.value(),
             .secret_hash = crypto::stored_form(secret),
             .scopes = {},
             .created = now,
             .expires = wanted.expires.value_or(Timestamp{}),
             .revoked = {},
             .last_used = {}};
  for (const auto& scope : wanted.scopes) {
    if (std::ranges::find(key.scopes, scope.value()) == key.scopes.end()) key.scopes.push_back(scope.value());
  }
  GH_CO_TRY(const auto written, co_await store_.api_keys.insert(std::move(key)));
  NewApiKeyView view;
  put(view, written.value);
  view.key = to_text(written.value.id, secret);
  co_return view;
}

Task<Result<ApiKeyPage>> ApiKeys::of_farm(FarmId farm, int limit, std::string cursor) const {
  const auto after = crypto::from_base64url(cursor);
  if (!after) co_return fail(gh::errors::bad_cursor);
  GH_CO_TRY(const auto found, co_await store_.api_keys.find(indexes::farm, range_of(farm.text(), true), limit, *after));
  ApiKeyPage page;
  for (const auto& key : found.items) put(page.items.emplace_back(), key.value);
  page.next_cursor = crypto::base64url(crypto::bytes_of(found.next));
  co_return page;
}

Task<Result<void>> ApiKeys::revoke(FarmId farm, ApiKeyId id) const {
  const auto now = clock_.now();
  GH_CO_CHECK(co_await store_.api_keys.update(std::move(id), [&](ApiKey& key, ApiKeyCollection::Outbox&) -> Result<void> {
    if (key.farm != farm) return fail(gh::errors::not_found);
    if (key.revoked.ms == 0) key.revoked = now;
    return {};
  }));
  co_return Result<void>();
}

Task<Result<Caller>> ApiKeys::authenticate(std::string text) const {
  const auto token = parse_key(text);
  if (!token) co_return fail(gh::errors::unauthenticated, "not an API key");
  GH_CO_TRY(auto key, co_await store_.api_keys.get(token->id));
  const auto now = clock_.now();
  if (!key || !crypto::equal_constant_time(crypto::stored_form(token->secret), key->value.secret_hash) || !lives(key->value, now))
    co_return fail(gh::errors::unauthenticated, "this API key is not valid (any more)");
  GH_CO_TRY(const auto maker, co_await store_.users.get(key->value.made_by));
  if (!maker || maker->value.disabled.ms != 0) co_return fail(gh::errors::unauthenticated, "this API key is not valid (any more)");
  GH_CO_CHECK(co_await note_use(*key, now));
  co_return Caller{.user = key->value.made_by,
                   .role = Role::farmer,
                   .session = {},
                   .browser = false,
                   .must_enrol = false,
                   .api_key = key->value.id,
                   .farm = key->value.farm,
                   .scopes = key->value.scopes};
}

// Of several requests at once one notes it.
Task<Result<void>> ApiKeys::note_use(Versioned<ApiKey> key, Timestamp now) const {
  if (key.value.last_used.ms != 0 && now - key.value.last_used < last_used_grain_ms) co_return Result<void>();
  ApiKey next = key.value;
  next.last_used = now;
  const auto noted = co_await store_.api_keys.replace(key, std::move(next));
  if (!noted && !noted.error().is(ports::errors::version_conflict)) co_return fail(noted.error());
  co_return Result<void>();
}

}  // namespace gh::identity
