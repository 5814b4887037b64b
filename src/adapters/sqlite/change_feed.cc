#include "adapters/sqlite/change_feed.h"

#include <charconv>

#include "base/errors.h"

namespace gh::sqlite {

namespace {

// A change in the table: kind, version, collection, id; numbers and lengths end with a blank.
void append_text(std::string& out, const std::string& text) {
  out += std::to_string(text.size());
  out += ' ';
  out += text;
}

class Reader {
 public:
  explicit Reader(std::string_view list) : rest_(list) {}

  bool at_end() const { return rest_.empty(); }
  bool read(ports::Change& change) {
    if (rest_.empty()) return false;
    change.kind = rest_.front() == 'e' ? ports::Change::Kind::erased : ports::Change::Kind::put;
    rest_.remove_prefix(1);
    return number(change.version) && text(change.collection) && text(change.id);
  }

 private:
  bool number(std::int64_t& value) {
    const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    const auto used = static_cast<std::size_t>(end - rest_.data());
    if (problem != std::errc() || used >= rest_.size()) return false;
    rest_.remove_prefix(used + 1);
    return true;
  }
  bool text(std::string& value) {
    std::int64_t size = 0;
    if (!number(size) || size < 0 || static_cast<std::size_t>(size) > rest_.size()) return false;
    value = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(value.size());
    return true;
  }

  std::string_view rest_;
};

Result<std::vector<ports::Change>> decode(std::string_view list) {
  std::vector<ports::Change> changes;
  Reader reader(list);
  while (!reader.at_end()) {
    if (!reader.read(changes.emplace_back())) return fail(errors::internal, "the change feed holds a row that cannot be read");
  }
  return changes;
}

}  // namespace

std::string ChangeFeed::encode(const std::vector<ports::Change>& changes) {
  std::string list;
  list.reserve(changes.size() * 64);
  for (const auto& change : changes) {
    list += change.kind == ports::Change::Kind::erased ? 'e' : 'p';
    list += std::to_string(change.version);
    list += ' ';
    append_text(list, change.collection);
    append_text(list, change.id);
  }
  return list;
}

Result<void> ChangeFeed::load(Connection& connection) {
  GH_TRY(epoch_, connection.read_text("SELECT value FROM meta WHERE name='epoch'"));
  GH_TRY(auto newest, connection.prepare("SELECT last FROM changes ORDER BY last DESC LIMIT 1"));
  if (newest.step() != Step::row) return {};
  last_ = static_cast<std::uint64_t>(newest.integer(0));
  GH_TRY(auto oldest, connection.prepare("SELECT last, list FROM changes ORDER BY last LIMIT 1"));
  if (oldest.step() != Step::row) return fail(connection.error());
  GH_TRY(const auto changes, decode(oldest.text(1)));
  trimmed_ = static_cast<std::uint64_t>(oldest.integer(0)) - changes.size();
  return {};
}

std::uint64_t ChangeFeed::trim_to() const {
  if (last_ - trimmed_ < kept_ + trimmed_at_once) return 0;
  return last_ - kept_;
}

void ChangeFeed::append(std::vector<ports::Change> changes, std::uint64_t trimmed_to) {
  if (changes.empty()) return;
  {
    const std::lock_guard guard(mutex_);
    last_ += changes.size();
    trimmed_ = std::max(trimmed_, trimmed_to);
    for (auto& change : changes) newest_.push_back(std::move(change));
    while (newest_.size() > in_memory_max) newest_.pop_front();
  }
  waiters_.wake_all();
}

std::optional<std::uint64_t> ChangeFeed::parse(const std::string& token) const {
  if (!token.starts_with(epoch_ + ".")) return std::nullopt;
  std::uint64_t number = 0;
  const auto* end = token.data() + token.size();
  const auto [stop, problem] = std::from_chars(token.data() + epoch_.size() + 1, end, number);
  if (problem != std::errc() || stop != end || number > last_ || number < trimmed_) return std::nullopt;
  return number;
}

Result<ChangeFeed::Look> ChangeFeed::look(const std::string& token_text, int limit, bool want_ticket) {
  const std::lock_guard guard(mutex_);
  Look look;
  if (token_text.empty()) {
    place(look.changes, last_);
    return look;
  }
  const auto after = parse(token_text);
  if (!after) return fail(ports::errors::token_expired);
  look.after = *after;
  if (*after == last_) {
    place(look.changes, *after);
    if (want_ticket) look.ticket = waiters_.enlist();
    return look;
  }
  const auto before_memory = last_ - newest_.size();
  if (*after < before_memory) {
    look.in_table = true;
    return look;
  }
  auto at = *after - before_memory;
  for (; at < newest_.size() && static_cast<int>(look.changes.changes.size()) < limit; ++at) look.changes.changes.push_back(newest_[at]);
  place(look.changes, before_memory + at);
  return look;
}

Result<ports::Changes> ChangeFeed::read_table(Connection& connection, std::uint64_t after, int limit) const {
  GH_TRY(auto rows, connection.prepare("SELECT last, list FROM changes WHERE last > ? ORDER BY last"));
  rows.bind(1, static_cast<std::int64_t>(after));
  ports::Changes found;
  auto number = after;
  while (static_cast<int>(found.changes.size()) < limit) {
    const auto step = rows.step();
    if (step == Step::done) break;
    if (step != Step::row) return fail(connection.error());
    GH_TRY(auto changes, decode(rows.text(1)));
    const auto before_row = static_cast<std::uint64_t>(rows.integer(0)) - changes.size();
    if (before_row > number) return fail(ports::errors::token_expired);  // trimmed while we read
    for (auto at = number - before_row; at < changes.size() && static_cast<int>(found.changes.size()) < limit; ++at, ++number) {
      found.changes.push_back(std::move(changes[at]));
    }
  }
  place(found, number);
  return found;
}

}  // namespace gh::sqlite
