#include "gateway/middleware/finished_bytes.h"

#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"

namespace gh::gateway {
namespace {

constexpr std::size_t entry_overhead_bytes = 512;  // the list node, both index entries, the head

}  // namespace

Finished::Finished(int status, std::string body, std::string_view fixed_lines, std::size_t route_index, std::vector<std::string> tags,
                   std::optional<Timestamp> valid_until)
    : status_(status), route_index_(route_index), fixed_lines_(fixed_lines), tags_(std::move(tags)), valid_until_(valid_until) {
  validator_ = crypto::hex(crypto::sha256(body)).substr(0, 24);
  form_identity_ = make_form(Encoding::identity, std::move(body));
}

std::string Finished::etag(Encoding encoding) const {
  static constexpr std::array<std::string_view, encodings> suffixes{"", "-g", "-b"};
  return '"' + validator_ + std::string(suffixes[static_cast<std::size_t>(encoding)]) + '"';
}

bool Finished::matches(std::string_view if_none_match) const {
  // Weak comparison (RFC 9110, 13.1.2): all our forms start with the same unguessable digits, so a search suffices.
  return if_none_match == "*" || if_none_match.find(validator_) != std::string_view::npos;
}

Finished::Form Finished::make_form(Encoding encoding, std::string body) const {
  auto head = std::make_shared<net::Head>();
  head->add("ETag", etag(encoding));
  head->add("Vary", "Accept-Encoding, Origin");
  // Clients keep a copy but ask before they use it: a change is then visible at once.
  head->add("Cache-Control", "public, no-cache");
  if (encoding != Encoding::identity) head->add("Content-Encoding", encoding_name(encoding));
  head->add_lines(fixed_lines_);
  return {std::move(head), std::make_shared<const std::string>(std::move(body))};
}

Finished::Form Finished::form(Encoding encoding) const {
  if (encoding == Encoding::identity || form_identity_.body->size() < encode_bytes_min) return form_identity_;
  const std::lock_guard lock(making_);
  auto& made = made_[static_cast<std::size_t>(encoding)];
  if (!made) made = make_form(encoding, encode(encoding, *form_identity_.body, 1));
  return *made;
}

std::shared_ptr<const Finished> FinishedBytes::find(std::string_view key, const Clock& clock) {
  auto& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.entries.find(key);
  if (found == shard.entries.end()) return nullptr;
  if (!found->second->answer->valid_at(clock)) {
    erase(shard, found->second);
    figures_.dropped.fetch_add(1, std::memory_order_relaxed);
    return nullptr;
  }
  if (found->second != shard.recent.begin()) shard.recent.splice(shard.recent.begin(), shard.recent, found->second);
  figures_.hits.fetch_add(1, std::memory_order_relaxed);
  return found->second->answer;
}

FinishedBytes::Flight FinishedBytes::join(std::string_view key) {
  Flight flight{.start_mark = mark_.load(), .wait = std::nullopt};
  auto& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (const auto found = shard.flights.find(key); found != shard.flights.end()) {
    flight.wait.emplace();
    found->second.push_back(*flight.wait);
    figures_.waited.fetch_add(1, std::memory_order_relaxed);
    return flight;
  }
  shard.flights.emplace(key, std::vector<OneShot<std::shared_ptr<const Finished>>>{});
  figures_.misses.fetch_add(1, std::memory_order_relaxed);
  return flight;
}

void FinishedBytes::done(std::string_view key, const Flight& flight, std::shared_ptr<const Finished> answer, bool keep) {
  std::vector<OneShot<std::shared_ptr<const Finished>>> waiters;
  auto& shard = shard_of(key);
  {
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.flights.find(key); found != shard.flights.end()) {
      waiters = std::move(found->second);
      shard.flights.erase(found);
    }
    if (answer && keep && key.size() <= key_bytes_max && answer->bytes() + entry_overhead_bytes <= shard_bytes_max_) {
      if (const auto old = shard.entries.find(key); old != shard.entries.end()) erase(shard, old->second);
      shard.recent.push_front({std::string(key), answer});
      shard.entries.emplace(key, shard.recent.begin());
      for (const auto& tag : answer->tags()) shard.keys_of_tag[tag].emplace(key);
      const auto size = answer->bytes() + entry_overhead_bytes;
      shard.bytes += size;
      bytes_ += size;
      while (shard.bytes > shard_bytes_max_) {
        erase(shard, std::prev(shard.recent.end()));
        figures_.evicted.fetch_add(1, std::memory_order_relaxed);
      }
      // Kept first, looked at second: a drop() that ran in between has raised its mark before it searched.
      if (dropped_since(answer->tags(), flight.start_mark)) {
        if (const auto mine = shard.entries.find(key); mine != shard.entries.end()) erase(shard, mine->second);
      }
    }
  }
  for (const auto& waiter : waiters) waiter.set(answer);
}

bool FinishedBytes::dropped_since(const std::vector<std::string>& tags, std::uint64_t mark) const {
  return std::ranges::any_of(tags, [&](const auto& tag) { return raised_[bucket_of(tag)].load() > mark; });
}

void FinishedBytes::drop(const std::vector<std::string>& tags) {
  const auto mark = mark_.fetch_add(1) + 1;
  for (const auto& tag : tags) raised_[bucket_of(tag)].store(mark);
  for (auto& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (const auto& tag : tags) {
      const auto found = shard.keys_of_tag.find(tag);
      if (found == shard.keys_of_tag.end()) continue;
      for (const auto& key : std::vector<std::string>(found->second.begin(), found->second.end())) {
        erase(shard, shard.entries.at(key));
        figures_.dropped.fetch_add(1, std::memory_order_relaxed);
      }
    }
  }
}

void FinishedBytes::erase(Shard& shard, std::list<Entry>::iterator entry) {
  for (const auto& tag : entry->answer->tags()) {
    const auto keys = shard.keys_of_tag.find(tag);
    if (keys == shard.keys_of_tag.end()) continue;
    keys->second.erase(entry->key);
    if (keys->second.empty()) shard.keys_of_tag.erase(keys);
  }
  const auto size = entry->answer->bytes() + entry_overhead_bytes;
  shard.bytes -= size;
  bytes_ -= size;
  shard.entries.erase(shard.entries.find(entry->key));
  shard.recent.erase(entry);
}

void FinishedBytes::clear() {
  const auto mark = mark_.fetch_add(1) + 1;
  for (auto& bucket : raised_) bucket.store(mark);
  for (auto& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    while (!shard.recent.empty()) erase(shard, shard.recent.begin());
  }
}

}  // namespace gh::gateway
