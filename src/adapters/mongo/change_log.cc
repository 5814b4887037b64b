#include "adapters/mongo/change_log.h"

#include <algorithm>

#include "adapters/mongo/meta.h"
#include "base/errors.h"

namespace gh::mongo {

namespace {

constexpr const char* floor_name = "feed_floor";
constexpr int trimmed_at_once = 1'000;  // entries looked at in one question

Bson number_and_total() {
  Bson members;
  members.integer("total", 1);
  return members;
}

Bson by_number(int direction) {
  Bson sort;
  sort.integer("_id", direction);
  return sort;
}

LogEntry entry_of(const Fields& stored) {
  LogEntry entry{.number = stored.integer("_id"), .total = stored.integer("total"), .changes = {}};
  for (const auto& one : stored.documents("changes")) {
    entry.changes.push_back({.change = {.collection = std::string(one.text("collection")),
                                        .id = from_text(one.text("id")),
                                        .version = one.integer("version"),
                                        .kind = one.flag("erased") ? ports::Change::Kind::erased : ports::Change::Kind::put},
                             .write = std::string(one.text("write"))});
  }
  return entry;
}

Bson stored(std::int64_t number, std::int64_t total, const std::vector<LoggedChange>& changes) {
  std::vector<Bson> list;
  list.reserve(changes.size());
  for (const auto& [change, write] : changes) {
    auto& one = list.emplace_back();
    one.text("collection", change.collection).text("id", to_text(change.id)).integer("version", change.version).text("write", write);
    if (change.kind == ports::Change::Kind::erased) one.flag("erased", true);
  }
  Bson entry;
  entry.integer("_id", number).integer("total", total).documents("changes", list);
  return entry;
}

}  // namespace

Result<std::vector<LogEntry>> ChangeLog::read(Session& session, std::int64_t from, int entries) {
  std::vector<std::int64_t> numbers;
  for (int i = 0; i < entries; ++i) numbers.push_back(from + i);
  Bson wanted;
  wanted.integers("$in", numbers);
  Question question;
  question.filter.document("_id", wanted);
  GH_TRY(const auto found, session.find(collection, question));
  std::vector<LogEntry> read;
  read.reserve(found.size());
  for (const auto& one : found) read.push_back(entry_of(one.fields()));
  std::ranges::sort(read, {}, &LogEntry::number);
  // The answer is not of one moment: what stands behind a gap comes with the next question.
  const auto gap = std::ranges::find_if(read, [&, expected = from](const LogEntry& entry) mutable { return entry.number != expected++; });
  read.erase(gap, read.end());
  return read;
}

Result<std::int64_t> ChangeLog::last(Session& session) {
  ChangeLog log;
  GH_CHECK(log.begin(session));
  return log.head_;
}

Result<void> ChangeLog::begin(Session& session) {
  Question question{.filter = {}, .sort = by_number(-1), .members = number_and_total(), .limit = 1};
  GH_TRY(const auto found, session.find(collection, question));
  head_ = found.empty() ? 0 : found.front().fields().integer("_id");
  total_ = found.empty() ? 0 : found.front().fields().integer("total");
  return {};
}

Result<std::int64_t> ChangeLog::floor(Session& session) {
  GH_TRY(const auto number, read_number(session, floor_name));
  return std::max<std::int64_t>(number, 1);
}

void ChangeLog::remember(const std::vector<LoggedChange>& changes) {
  for (const auto& [change, write] : changes) {
    if (known_.insert(write).second) order_.push_back(write);
    if (order_.size() <= writes_known) continue;
    known_.erase(order_.front());
    order_.pop_front();
  }
}

Result<std::vector<LogEntry>> ChangeLog::catch_up(Session& session) {
  std::vector<LogEntry> all;
  for (;;) {
    GH_TRY(auto read, ChangeLog::read(session, head_ + 1, entries_at_once));
    for (const auto& entry : read) {
      head_ = entry.number;
      total_ = entry.total;
      remember(entry.changes);
    }
    const bool more = read.size() == entries_at_once;
    std::ranges::move(read, std::back_inserter(all));
    if (!more) return all;
  }
}

Result<ChangeLog::Outcome> ChangeLog::append(Session& session, std::vector<LoggedChange>& changes, const Behind& behind) {
  for (int tries = 0; tries < appends_max && !changes.empty(); ++tries) {
    const auto number = head_ + 1, total = total_ + static_cast<std::int64_t>(changes.size());
    WriteOperation insert{.kind = WriteOperation::Kind::insert, .filter = stored(number, total, changes), .change = {}};
    GH_TRY(const auto reply, session.write(collection, {&insert, 1}));
    if (reply.refusals.empty()) {
      GH_TRY(const auto kept_from, floor(session));
      if (kept_from > number) return Outcome::lost;  // nobody reads there; the next trim takes it away
      head_ = number;
      total_ = total;
      remember(changes);
      return Outcome::told;
    }
    if (!reply.refusals.front().is_duplicate()) return fail(reply.refusals.front().error());
    GH_TRY(const auto entries, catch_up(session));
    GH_CHECK(behind(entries, changes));
  }
  if (changes.empty()) return Outcome::told;
  return fail(ports::errors::store_unavailable, "too many nodes write at once");
}

Result<void> ChangeLog::trim(Session& session, std::int64_t kept) {
  const auto gone = total_ - kept;  // changes
  GH_TRY(auto first, floor(session));
  const auto before = first;
  for (bool more = true; more && first < head_;) {
    std::vector<std::int64_t> numbers;
    for (int i = 0; i < trimmed_at_once; ++i) numbers.push_back(first + i);
    Question question{.filter = {}, .sort = by_number(1), .members = number_and_total(), .limit = 0};
    Bson wanted;
    wanted.integers("$in", numbers);
    question.filter.document("_id", wanted);
    GH_TRY(const auto found, session.find(collection, question));
    more = !found.empty();
    for (const auto& entry : found) {
      more = entry.fields().integer("total") <= gone;
      if (!more) break;
      first = entry.fields().integer("_id") + 1;
    }
  }
  if (first <= before) return {};
  GH_CHECK(raise_number(session, floor_name, first));
  Bson below;
  below.integer("$lt", first);
  WriteOperation erase{.kind = WriteOperation::Kind::erase_all, .filter = {}, .change = {}};
  erase.filter.document("_id", below);
  GH_CHECK(session.write(collection, {&erase, 1}));
  return {};
}

}  // namespace gh::mongo
