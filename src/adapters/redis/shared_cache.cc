#include "adapters/redis/shared_cache.h"

namespace gh::redis {

Task<ports::SharedCache::Found> RedisSharedCache::get(std::string key) {
  auto reply = co_await client_.ask({"GET", value_of(key)});
  if (!reply || reply->is_error()) co_return Found{.kind = Kind::away, .value = {}};
  if (reply->kind != Reply::Kind::text) co_return Found{};
  co_return Found{.kind = Kind::value, .value = std::move(reply->text)};
}

Task<ports::SharedCache::Claim> RedisSharedCache::claim(std::string key, Milliseconds hold) {
  const auto reply = co_await client_.ask({"SET", claim_of(key), "1", "NX", "PX", std::to_string(hold.count())});
  if (!reply || reply->is_error()) co_return Claim::away;
  co_return reply->kind == Reply::Kind::text ? Claim::mine : Claim::others;
}

void RedisSharedCache::put(std::string key, std::string value, Milliseconds live) {
  client_.tell({"SET", value_of(key), std::move(value), "PX", std::to_string(live.count())});
  abandon(std::move(key));
}

void RedisSharedCache::abandon(std::string key) { client_.tell({"DEL", claim_of(key)}); }

}  // namespace gh::redis
