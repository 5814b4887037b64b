// ApiKeys: credentials of farms' own systems. One per process, any thread.
//
// A key acts for its farm as the one who made it, within its scopes. It is read from the store with each request, so that a revoked one
// is refused at once on every node.
#pragma once
#include "base/random.h"
#include "contexts/identity/inputs.h"
#include "contexts/identity/store.h"

namespace gh::identity {

struct ApiKeyView {
  ApiKeyId id;
  std::string name;
  std::vector<std::string> scopes;
  UserId made_by;
  Timestamp created;
  std::optional<Timestamp> expires;
  std::optional<Timestamp> revoked;
  std::optional<Timestamp> last_used;  // to within ten minutes
};
BOOST_DESCRIBE_STRUCT(ApiKeyView, (), (id, name, scopes, made_by, created, expires, revoked, last_used))

struct NewApiKeyView : ApiKeyView {
  std::string key;  // shown this once
};
BOOST_DESCRIBE_STRUCT(NewApiKeyView, (ApiKeyView), (key))

struct ApiKeyPage {
  std::vector<ApiKeyView> items;
  std::string next_cursor;  // empty at the end
};

class ApiKeys {
 public:
  static constexpr std::string_view mark = "ghk_";  // what a key's text begins with
  static constexpr int living_max = 20;             // of one farm
  static constexpr Milliseconds last_used_grain_ms{10 * 60'000};

  ApiKeys(const Store& store, const Clock& clock, Random& random) : store_(store), clock_(clock), random_(random) {}

  // too_many_keys, bad_expiry.
  Task<Result<NewApiKeyView>> create(UserId maker, FarmId farm, NewApiKey wanted) const;
  // Newest first, revoked ones among them. bad_cursor.
  Task<Result<ApiKeyPage>> of_farm(FarmId farm, int limit, std::string cursor) const;
  // Again: nothing. not_found if it is not the farm's.
  Task<Result<void>> revoke(FarmId farm, ApiKeyId id) const;

  // unauthenticated for whatever is not a living key of a person whose account is open.
  Task<Result<Caller>> authenticate(std::string key) const;

 private:
  Task<Result<void>> note_use(Versioned<ApiKey> key, Timestamp now) const;

  const Store& store_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace gh::identity
