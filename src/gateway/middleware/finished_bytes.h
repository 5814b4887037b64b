// FinishedBytes: answers kept as the bytes that go out, in each encoding, with their ETag, until a document that they show changes.
//
// Owned by the composition root; every I/O thread reads it (sharded, a lock is held for a look-up only). Bounded in bytes; the shard
// that is full drops its least recently used entries. One miss computes, the others wait for it.
//
// A stale answer cannot stay: who computes takes a start mark, drop() raises the mark of each tag's bucket first, and an answer of
// which a bucket was raised after its start is sent but not kept.
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

#include "base/scheduler.h"
#include "base/time.h"
#include "gateway/middleware/encoding.h"
#include "net/http.h"

namespace gh::gateway {

// One kept answer. Immutable but for the encodings, which are made when first wanted.
class Finished {
 public:
  struct Form {
    std::shared_ptr<const net::Head> head;  // ETag, Content-Encoding, Vary, Cache-Control and the fixed lines
    std::shared_ptr<const std::string> body;
  };

  // fixed_lines: finished header lines, Content-Type among them. valid_until: from when the clock makes the answer untrue; none: never.
  Finished(int status, std::string body, std::string_view fixed_lines, std::size_t route_index, std::vector<std::string> tags,
           std::optional<Timestamp> valid_until = {});

  int status() const { return status_; }
  std::size_t route_index() const { return route_index_; }
  const std::vector<std::string>& tags() const { return tags_; }
  bool valid_at(const Clock& clock) const { return !valid_until_ || clock.now() < *valid_until_; }
  Form form(Encoding) const;
  // The strong validator of this encoding, quotes included (RFC 9110, 8.8.3).
  std::string etag(Encoding) const;
  // Whether an If-None-Match value names any form of this answer.
  bool matches(std::string_view if_none_match) const;
  std::size_t bytes() const { return form_identity_.body->size(); }

 private:
  Form make_form(Encoding, std::string body) const;

  int status_;
  std::size_t route_index_;
  std::string fixed_lines_;
  std::vector<std::string> tags_;
  std::optional<Timestamp> valid_until_;
  std::string validator_;  // hash of the identity bytes, hex
  Form form_identity_;
  mutable std::mutex making_;
  mutable std::array<std::optional<Form>, encodings> made_;
};

class FinishedBytes {
 public:
  static constexpr std::size_t shards = 16;
  static constexpr std::size_t buckets = 4096;
  static constexpr std::size_t key_bytes_max = 2048;  // longer targets are not kept

  struct Figures {
    std::atomic<std::uint64_t> hits{0}, misses{0}, waited{0}, dropped{0}, evicted{0};
  };

  explicit FinishedBytes(std::size_t bytes_max) : shard_bytes_max_(bytes_max / shards) {}

  // key: path and query as sent. An answer that is no longer valid is not found.
  std::shared_ptr<const Finished> find(std::string_view key, const Clock& clock);

  // What a miss gets: the duty to compute (then `done` must be called, with nothing on failure), or somebody else's answer to wait for.
  struct Flight {
    std::uint64_t start_mark = 0;
    std::optional<OneShot<std::shared_ptr<const Finished>>> wait;
  };
  Flight join(std::string_view key);
  // The waiters get the answer; it is kept if `keep` and none of its tags was dropped since start_mark.
  void done(std::string_view key, const Flight& flight, std::shared_ptr<const Finished> answer, bool keep);

  // Drops every answer that carries one of the tags. Called with the tags of the change feed, from any thread.
  void drop(const std::vector<std::string>& tags);
  void clear();

  const Figures& figures() const { return figures_; }
  std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Finished> answer;
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
    ByKey<std::list<Entry>::iterator> entries;
    std::unordered_map<std::string, std::unordered_set<std::string>> keys_of_tag;
    ByKey<std::vector<OneShot<std::shared_ptr<const Finished>>>> flights;
    std::size_t bytes = 0;
  };

  Shard& shard_of(std::string_view key) { return shards_[Hash{}(key) % shards]; }
  static std::size_t bucket_of(std::string_view tag) { return std::hash<std::string_view>{}(tag) % buckets; }
  bool dropped_since(const std::vector<std::string>& tags, std::uint64_t mark) const;
  void erase(Shard& shard, std::list<Entry>::iterator entry);

  const std::size_t shard_bytes_max_;
  std::array<Shard, shards> shards_;
  std::atomic<std::uint64_t> mark_{1};
  std::array<std::atomic<std::uint64_t>, buckets> raised_{};
  std::atomic<std::size_t> bytes_{0};
  Figures figures_;
};

}  // namespace gh::gateway
