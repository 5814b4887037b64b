#include "gateway/shared_answers.h"

#include "base/scheduler.h"
#include "gateway/middleware/finished_bytes.h"
#include "platform/json/json.h"

namespace gh::gateway {

namespace {

// What stands before the body, on a line of its own.
struct StoredHead {
  std::string life;
  std::int64_t number = 0;
  std::int32_t status = 200;
  std::string lines;
  std::vector<std::string> tags;
  std::optional<Timestamp> valid_until;
};
BOOST_DESCRIBE_STRUCT(StoredHead, (), (life, number, status, lines, tags, valid_until))

}  // namespace

SharedAnswers::SharedAnswers(ports::SharedCache& cache, const FeedMarks& marks, const Clock& clock, std::string version, Lives lives,
                             std::function<void(Outcome)> observe)
    : cache_(cache), marks_(marks), clock_(clock), version_(std::move(version)), lives_(lives), observe_(std::move(observe)) {}

std::optional<SharedAnswer> SharedAnswers::usable(std::string_view stored) const {
  const auto end = stored.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  auto head = json::parse_stored<StoredHead>(stored.substr(0, end));
  if (!head || !marks_.holds(head->tags, {head->life, head->number})) return std::nullopt;
  if (head->valid_until && *head->valid_until <= clock_.now()) return std::nullopt;
  return SharedAnswer{.status = head->status,
                      .lines = std::move(head->lines),
                      .tags = std::move(head->tags),
                      .valid_until = head->valid_until,
                      .body = std::string(stored.substr(end + 1))};
}

Task<SharedAnswers::Search> SharedAnswers::search(CacheFamily family, std::string target) {
  Search search;
  if (lives_[static_cast<std::size_t>(family)].count() == 0 || target.size() > FinishedBytes::key_bytes_max) co_return search;
  const auto key = key_of(target);
  auto outcome = Outcome::made_alone;
  for (Milliseconds waited{0};; waited += wait_step) {
    search.standing = marks_.standing();
    if (!co_await look(key, search)) outcome = Outcome::away;
    if (search.answer) outcome = waited.count() == 0 ? Outcome::found : Outcome::waited;
    if (search.answer || outcome == Outcome::away) break;
    const auto claim = co_await cache_.claim(key, claim_max);
    if (claim == ports::SharedCache::Claim::away) outcome = Outcome::away;
    search.claimed = claim == ports::SharedCache::Claim::mine;
    if (search.claimed) {
      // Somebody may have made it between the look and the claim.
      (void)co_await look(key, search);
      outcome = search.answer ? Outcome::found : Outcome::made;
      if (search.answer) failed(target, search);
    }
    if (claim != ports::SharedCache::Claim::others || waited >= wait_max) break;
    co_await sleep(wait_step);
  }
  search.shares = outcome == Outcome::made || outcome == Outcome::made_alone;
  observe_(outcome);
  co_return search;
}

// False: it cannot be asked.
Task<bool> SharedAnswers::look(const std::string& key, Search& search) {
  const auto found = co_await cache_.get(key);
  if (found.kind == ports::SharedCache::Kind::value) search.answer = usable(found.value);
  co_return found.kind != ports::SharedCache::Kind::away;
}

void SharedAnswers::made(CacheFamily family, const std::string& target, const Search& search, const SharedAnswer& answer) {
  const auto position = marks_.position_of(search.standing, answer.tags);
  if (!search.shares || !position || answer.body.size() > bytes_max) return failed(target, search);
  const StoredHead head{.life = position->life,
                        .number = position->number,
                        .status = answer.status,
                        .lines = answer.lines,
                        .tags = answer.tags,
                        .valid_until = answer.valid_until};
  cache_.put(key_of(target), json::to_string(head) + '\n' + answer.body, lives_[static_cast<std::size_t>(family)]);
}

void SharedAnswers::failed(const std::string& target, const Search& search) {
  if (search.claimed) cache_.abandon(key_of(target));
}

}  // namespace gh::gateway
