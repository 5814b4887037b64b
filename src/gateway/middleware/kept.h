// Kept<Answer>: finished answers by key, until a document that they show changes.
//
// Owned by the composition root; every I/O thread reads it (sharded, a lock is held for a look-up only). Bounded in bytes; the shard
// that is full drops its least recently used entries. One miss computes, the others wait for it.
//
// A stale answer cannot stay: who computes takes a start mark, drop() raises the mark of each tag's bucket first, and an answer of
// which a bucket was raised after its start is sent but not kept.
//
// An Answer says tags(), bytes() and valid_at(clock).
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/scheduler.h"
#include "base/time.h"

namespace gh::gateway {

// What follows the change feed. Any thread.
class Droppable {
 public:
  virtual ~Droppable() = default;
  // Every answer that carries one of the tags.
  virtual void drop(const std::vector<std::string>& tags) = 0;
  virtual void clear() = 0;
};

inline constexpr std::size_t kept_overhead_bytes = 512;  // of an entry: the list node, both index entries, the head

template <class Answer>
class Kept final : public Droppable {
 public:
  static constexpr std::size_t shards = 16;
  static constexpr std::size_t buckets = 4096;
  static constexpr std::size_t key_bytes_max = 2048;  // longer targets are not kept

  struct Figures {
    std::atomic<std::uint64_t> hits{0}, misses{0}, waited{0}, dropped{0}, evicted{0};
  };

  explicit Kept(std::size_t bytes_max) : shard_bytes_max_(bytes_max / shards) {}

  // key: path and query as sent. An answer that is no longer valid is not found.
  std::shared_ptr<const Answer> find(std::string_view key, const Clock& clock);

  // What a miss gets: the duty to compute (then `done` must be called, with nothing on failure), or somebody else's answer to wait for.
  struct Flight {
    std::uint64_t start_mark = 0;
    std::optional<OneShot<std::shared_ptr<const Answer>>> wait;
  };
  Flight join(std::string_view key);
  // The waiters get the answer; it is kept if `keep` and none of its tags was dropped since start_mark.
  void done(std::string_view key, const Flight& flight, std::shared_ptr<const Answer> answer, bool keep);

  void drop(const std::vector<std::string>& tags) override;
  void clear() override;

  const Figures& figures() const { return figures_; }
  std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Answer> answer;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  template <class V>
  using ByKey = std::unordered_map<std::string, V, Hash, std::equal_to<>>;
  struct Shard {
    std::mutex mutex;
    std::list<Entry> recent;  // most recently used first
    ByKey<typename std::list<Entry>::iterator> entries;
    std::unordered_map<std::string, std::unordered_set<std::string>> keys_of_tag;
    ByKey<std::vector<OneShot<std::shared_ptr<const Answer>>>> flights;
    std::size_t bytes = 0;
  };

  Shard& shard_of(std::string_view key) { return shards_[Hash{}(key) % shards]; }
  static std::size_t bucket_of(std::string_view tag) { return std::hash<std::string_view>{}(tag) % buckets; }
  bool dropped_since(const std::vector<std::string>& tags, std::uint64_t mark) const;
  void erase(Shard& shard, typename std::list<Entry>::iterator entry);

  const std::size_t shard_bytes_max_;
  std::array<Shard, shards> shards_;
  std::atomic<std::uint64_t> mark_{1};
  std::array<std::atomic<std::uint64_t>, buckets> raised_{};
  std::atomic<std::size_t> bytes_{0};
  Figures figures_;
};

template <class Answer>
std::shared_ptr<const Answer> Kept<Answer>::find(std::string_view key, const Clock& clock) {
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

template <class Answer>
typename Kept<Answer>::Flight Kept<Answer>::join(std::string_view key) {
  Flight flight{.start_mark = mark_.load(), .wait = std::nullopt};
  auto& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (const auto found = shard.flights.find(key); found != shard.flights.end()) {
    flight.wait.emplace();
    found->second.push_back(*flight.wait);
    figures_.waited.fetch_add(1, std::memory_order_relaxed);
    return flight;
  }
  shard.flights.emplace(key, std::vector<OneShot<std::shared_ptr<const Answer>>>{});
  figures_.misses.fetch_add(1, std::memory_order_relaxed);
  return flight;
}

template <class Answer>
void Kept<Answer>::done(std::string_view key, const Flight& flight, std::shared_ptr<const Answer> answer, bool keep) {
  std::vector<OneShot<std::shared_ptr<const Answer>>> waiters;
  auto& shard = shard_of(key);
  {
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.flights.find(key); found != shard.flights.end()) {
      waiters = std::move(found->second);
      shard.flights.erase(found);
    }
    if (answer && keep && key.size() <= key_bytes_max && answer->bytes() + kept_overhead_bytes <= shard_bytes_max_) {
      if (const auto old = shard.entries.find(key); old != shard.entries.end()) erase(shard, old->second);
      shard.recent.push_front({std::string(key), answer});
      shard.entries.emplace(key, shard.recent.begin());
      for (const auto& tag : answer->tags()) shard.keys_of_tag[tag].emplace(key);
      const auto size = answer->bytes() + kept_overhead_bytes;
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

template <class Answer>
bool Kept<Answer>::dropped_since(const std::vector<std::string>& tags, std::uint64_t mark) const {
  return std::ranges::any_of(tags, [&](const auto& tag) { return raised_[bucket_of(tag)].load() > mark; });
}

template <class Answer>
void Kept<Answer>::drop(const std::vector<std::string>& tags) {
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

template <class Answer>
void Kept<Answer>::erase(Shard& shard, typename std::list<Entry>::iterator entry) {
  for (const auto& tag : entry->answer->tags()) {
    const auto keys = shard.keys_of_tag.find(tag);
    if (keys == shard.keys_of_tag.end()) continue;
    keys->second.erase(entry->key);
    if (keys->second.empty()) shard.keys_of_tag.erase(keys);
  }
  const auto size = entry->answer->bytes() + kept_overhead_bytes;
  shard.bytes -= size;
  bytes_ -= size;
  shard.entries.erase(shard.entries.find(entry->key));
  shard.recent.erase(entry);
}

template <class Answer>
void Kept<Answer>::clear() {
  const auto mark = mark_.fetch_add(1) + 1;
  for (auto& bucket : raised_) bucket.store(mark);
  for (auto& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    while (!shard.recent.empty()) erase(shard, shard.recent.begin());
  }
}

}  // namespace gh::gateway
