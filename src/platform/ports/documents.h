// Documents: the store of record. Collections of JSON documents with versions; one document is the only atomic unit.
//
// Contract (tests/contract/documents holds every adapter to it):
// - A write that was acknowledged MUST survive the death of the process; with a durable adapter also the loss of power.
// - replace and erase MUST take effect only if the stored version equals expected_version; otherwise `conflict` and no trace.
// - A write and its outbox entries MUST take effect together or not at all.
// - A unique index MUST refuse (`already_exists`, naming the index) a second document with the same key; empty keys are not indexed.
// - get after an acknowledged write, by anyone in the process, MUST see it or a later one.
// - Each acknowledged write MUST appear in the change feed at least once, those of one document in their order, none before
//   it is durable. A token MUST stay valid across restarts; `token_expired` tells a reader to rebuild.
// - Every method MUST answer within the adapter's deadline or fail with `unavailable`; a failed write whose outcome is unknown
//   fails with `outcome_unknown` and the caller reads to find out.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/scheduler.h"
#include "base/task.h"
#include "base/time.h"

namespace gh::ports {

namespace errors {
inline constexpr ErrorKind version_conflict{40910, "version_conflict", "The object has changed in the meantime."};
inline constexpr ErrorKind duplicate_key{40911, "duplicate_key", "Another object has this value already."};
inline constexpr ErrorKind outcome_unknown{50010, "outcome_unknown", "The store did not say whether the write took effect."};
inline constexpr ErrorKind token_expired{50011, "token_expired", "The change feed no longer reaches back to this token."};
inline constexpr ErrorKind store_unavailable{50301, "store_unavailable", "The store cannot be reached right now."};
inline constexpr ErrorKind store_full{50302, "store_full", "The store has no room or too much waiting work."};
inline constexpr const ErrorKind* all[] = {&version_conflict, &duplicate_key,     &outcome_unknown,
                                           &token_expired,    &store_unavailable, &store_full};
}  // namespace errors

// Index keys are byte strings that compare as bytes. sortable() gives integers such a form.
std::string sortable(std::int64_t value);  // 16 hex digits, order-preserving

struct IndexSpec {
  std::string name;  // snake_case
  bool unique = false;
};

inline constexpr int indexes_max = 16;  // of one collection

// What people change in a collection that declares this leaves an entry in the audit trail (platform/audit). Adapters do not look at it.
struct AuditSpec {
  std::string farm_member;  // of the documents, with the id of the farm whose they are ("id", "farm"); empty: no farm's
  bool customers = false;   // also what customers change
};

struct CollectionSpec {
  std::string name;  // snake_case
  std::vector<IndexSpec> indexes;
  std::optional<AuditSpec> audit = std::nullopt;
  // What most documents have grown to when they are done. An adapter may keep the room from the start, so that they need not move.
  std::size_t grows_to_bytes = 0;
  // The JSON Schema of its documents (platform/json/shape.h). null: any JSON. An adapter may hold what is written to it.
  std::string (*shape)() = nullptr;
};

struct Document {
  std::string id;
  std::int64_t version = 0;  // 1 after insert, +1 with each replace
  std::string body;          // JSON
};

// A fact that must be told after the write: becomes a task of the Tasks port when, and only when, the write is durable.
struct OutboxEntry {
  std::string task;      // the task's name, "orders.post_holds"
  std::string id;        // unique: a second task with the id of one that waits, runs or is dead is the same task and is dropped
  std::string payload;   // JSON
  Timestamp not_before;  // 0: at once
};

struct Write {
  std::string id;
  std::string body;
  // One key per index of the collection, in their order; an empty key is not indexed. nullopt (replace only): keys as they are.
  std::optional<std::vector<std::string>> keys;
  std::vector<OutboxEntry> outbox;
  // replace only; bit i: the key of index i is as it was, so that an adapter may leave the index alone.
  std::uint32_t same_keys = 0;
};

// Keys from <= key < to in ascending order, ids ascending within a key. An empty `to` has no upper end.
struct Range {
  std::string from;
  std::string to;
  bool descending = false;
};

struct Page {
  std::vector<Document> documents;
  std::string next;  // position after the last document; empty at the end
};

struct Change {
  enum class Kind { put, erased };
  std::string collection;
  std::string id;
  std::int64_t version;
  Kind kind;
};

// How far a feed is told, the same for whoever reads it on whichever node: numbers grow along it. A store that was restored or made anew
// has another life, whose numbers say nothing about those of this one.
struct FeedPosition {
  std::string life;
  std::int64_t number = 0;

  bool operator==(const FeedPosition&) const = default;
};

struct Changes {
  std::vector<Change> changes;  // oldest first
  std::string token;            // to go on from
  FeedPosition at;              // of the token
};

inline constexpr int find_limit_max = 1000;

class Documents {
 public:
  virtual ~Documents() = default;

  // Declares a collection before its first use. Called at start, before anything else, once per collection.
  virtual Result<void> open(const CollectionSpec&) = 0;

  virtual Task<Result<std::optional<Document>>> get(std::string_view collection, std::string id) = 0;
  // Give the new version.
  virtual Task<Result<std::int64_t>> insert(std::string_view collection, Write) = 0;
  virtual Task<Result<std::int64_t>> replace(std::string_view collection, std::int64_t expected_version, Write) = 0;
  virtual Task<Result<void>> erase(std::string_view collection, std::string id, std::int64_t expected_version,
                                   std::vector<OutboxEntry>) = 0;

  // index: the name of a declared index, or "" for the ids themselves. after: Page::next of the page before, or "".
  // limit: 1 .. find_limit_max.
  virtual Task<Result<Page>> find(std::string_view collection, std::string_view index, Range, int limit, std::string after) = 0;

  // Changes after `token` ("" = from now on: an empty answer with the present token). Waits up to `wait` for the first one.
  virtual Task<Result<Changes>> changes(std::string token, int limit, Milliseconds wait) = 0;
};

}  // namespace gh::ports
