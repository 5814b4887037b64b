#include "adapters/card_simulator/card_simulator.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <thread>

#include <fmt/format.h>

#include "adapters/card_simulator/methods.h"
#include "base/errors.h"
#include "base/scheduler.h"
#include "contexts/payments/errors.h"

namespace gh::card_simulator {
namespace {

using payments::Intent;
using payments::IntentState;
using payments::IntentStatus;

constexpr std::size_t read_chunk_bytes = 1 << 16;

template <class IdType>
std::array<char, 26> key_of(const IdType& id) {
  std::array<char, 26> key{};
  std::memcpy(key.data(), id.text().data() + IdType::prefix.size() + 1, key.size());
  return key;
}

std::string text_of(const std::array<char, 26>& key) {
  return fmt::format("{}_{}", PaymentIntentId::prefix, std::string_view(key.data(), key.size()));
}

std::uint8_t method_of(std::string_view token) {
  for (std::size_t i = cancelled_before + 1; i < std::size(methods); ++i) {
    if (methods[i].token == token) return static_cast<std::uint8_t>(i);
  }
  return unknown_method;
}

// FNV-1a: against lines that were cut or damaged, not against people.
std::uint32_t check_sum(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

Error system_error(const std::string& what, const std::string& path) {
  return {errors::unavailable, fmt::format("card simulator: {} {}: {}", what, path, std::strerror(errno))};
}

Result<std::string> read_all(int file, const std::string& path) {
  std::string text;
  for (;;) {
    const auto before = text.size();
    text.resize(before + read_chunk_bytes);
    const auto got = ::read(file, text.data() + before, read_chunk_bytes);
    if (got < 0 && errno == EINTR) {
      text.resize(before);
      continue;
    }
    if (got < 0) return fail(system_error("read", path));
    text.resize(before + static_cast<std::size_t>(got));
    if (got == 0) return text;
  }
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto put = ::write(file, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

struct Fields {
  std::array<std::string_view, 7> values;  // id digits, method, status, amount, currency, late ms, refunds
};

// Splits "field field … checksum"; nothing if it is not such a line.
std::optional<Fields> fields_of(std::string_view line) {
  const auto last = line.rfind(' ');
  if (last == std::string_view::npos || line.substr(last + 1) != fmt::format("{:08x}", check_sum(line.substr(0, last))))
    return std::nullopt;
  line = line.substr(0, last);
  Fields fields;
  for (std::size_t i = 0; i < fields.values.size(); ++i) {
    const auto end = line.find(' ');
    if ((end == std::string_view::npos) != (i + 1 == fields.values.size())) return std::nullopt;
    fields.values[i] = line.substr(0, end);
    if (end != std::string_view::npos) line.remove_prefix(end + 1);
  }
  return fields;
}

std::int64_t number_of(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "kept", or "digits=cents" of each refund with commas between.
std::optional<std::vector<std::pair<std::array<char, 26>, std::int64_t>>> refunds_of(std::string_view text) {
  std::vector<std::pair<std::array<char, 26>, std::int64_t>> refunds;
  if (text == "kept") return refunds;
  while (!text.empty()) {
    auto& [key, cents] = refunds.emplace_back();
    if (text.size() <= key.size() || text[key.size()] != '=') return std::nullopt;
    std::memcpy(key.data(), text.data(), key.size());
    const auto end = std::min(text.find(','), text.size());
    cents = number_of(text.substr(key.size() + 1, end - key.size() - 1));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return refunds;
}

constexpr std::string_view status_names[] = {"processing", "requires_action", "succeeded", "declined", "canceled"};

std::optional<IntentStatus> status_of(std::string_view name) {
  for (std::size_t i = 0; i < std::size(status_names); ++i) {
    if (status_names[i] == name) return static_cast<IntentStatus>(i);
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<CardSimulator>> CardSimulator::open(Options options, const Clock& clock) {
  std::unique_ptr<CardSimulator> simulator(new CardSimulator(std::move(options), clock));
  if (!simulator->options_.path.empty()) GH_CHECK(simulator->load());
  return simulator;
}

std::int64_t CardSimulator::Charge::refunded() const {
  std::int64_t sum = 0;
  for (const auto& [id, cents] : refunds) sum += cents;
  return sum;
}

CardSimulator::~CardSimulator() {
  if (file_ >= 0) ::close(file_);
}

// The right to look at the charges and to change them, until the end of its scope.
class CardSimulator::Turn {
 public:
  explicit Turn(std::mutex& mutex) : lock_(mutex) {}
  Turn(Turn&& o) noexcept : lock_(std::move(o.lock_)), file_(std::exchange(o.file_, -1)) {}
  ~Turn() {
    if (file_ >= 0) flock(file_, LOCK_UN);
  }

  // The file's lock too. The kernel's: it ends with the process that has it.
  bool lock(int file) {
    for (int tries = 0; tries < lock_tries_max; ++tries, std::this_thread::sleep_for(Milliseconds(1))) {
      if (flock(file, LOCK_EX | LOCK_NB) != 0) continue;
      file_ = file;
      return true;
    }
    return false;
  }

 private:
  std::unique_lock<std::mutex> lock_;
  int file_ = -1;
};

Result<CardSimulator::Turn> CardSimulator::take_turn() {
  Turn turn(mutex_);
  if (!options_.shared) return turn;
  if (!turn.lock(file_)) return fail(payments::errors::provider_unavailable, "another process has the file and does not give it back");
  if (auto read = read_on(); !read) return fail(payments::errors::provider_unavailable, read.error().detail());
  return turn;
}

// Lines that are whole. The bytes that they take.
Result<std::size_t> CardSimulator::take_lines(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = text.find('\n', at);
    if (end == std::string::npos) break;
    const auto fields = fields_of(text.substr(at, end - at));
    ++lines_;
    auto refunds = fields ? refunds_of(fields->values[6]) : std::nullopt;
    if (!refunds || fields->values[0].size() != std::tuple_size_v<Key> || fields->values[4].size() != 3 || !status_of(fields->values[2])) {
      return fail(errors::unavailable, fmt::format("card simulator: {} line {} cannot be read", options_.path, lines_));
    }
    Key key;
    std::memcpy(key.data(), fields->values[0].data(), key.size());
    Charge charge;
    charge.method = fields->values[1] == methods[cancelled_before].token ? cancelled_before : method_of(fields->values[1]);
    charge.status = *status_of(fields->values[2]);
    charge.amount_minor = number_of(fields->values[3]);
    std::memcpy(charge.currency.code.data(), fields->values[4].data(), 3);
    charge.late_ms = number_of(fields->values[5]);
    charge.refunds = *std::move(refunds);
    charges_[key] = charge;
    at = end + 1;
  }
  return at;
}

// What is new in the file. Half a line at its end is of a process that died while it wrote.
Result<void> CardSimulator::read_on() {
  const auto size = ::lseek(file_, 0, SEEK_END);
  if (size < 0) return fail(system_error("read", options_.path));
  if (static_cast<std::size_t>(size) == read_to_) return {};
  if (::lseek(file_, static_cast<off_t>(read_to_), SEEK_SET) < 0) return fail(system_error("read", options_.path));
  GH_TRY(const std::string text, read_all(file_, options_.path));
  GH_TRY(const auto taken, take_lines(text));
  read_to_ += taken;
  if (options_.read_only || taken == text.size()) return {};
  if (::ftruncate(file_, static_cast<off_t>(read_to_)) != 0) return fail(system_error("cut", options_.path));
  return {};
}

Result<void> CardSimulator::load() {
  const auto& path = options_.path;
  file_ = ::open(path.c_str(), options_.read_only ? O_RDONLY | O_CLOEXEC : O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) {
    if (options_.read_only && errno == ENOENT) return {};
    return fail(system_error("open", path));
  }
  if (options_.shared) {
    GH_CHECK(take_turn());
    return {};
  }
  GH_CHECK(read_on());
  // The others of a shared file would go on with the old one.
  if (!options_.read_only && lines_ > charges_.size() + surplus_lines_max) return rewrite();
  return {};
}

// The file with one line per charge takes the old one's place.
Result<void> CardSimulator::rewrite() {
  const std::string next = options_.path + ".next";
  const int file = ::open(next.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return fail(system_error("open", next));
  std::string text;
  for (const auto& [key, charge] : charges_) text += line_of(key, charge);
  if (!write_all(file, text) || ::fsync(file) != 0 || ::rename(next.c_str(), options_.path.c_str()) != 0) {
    ::close(file);
    return fail(system_error("rewrite", next));
  }
  ::close(file_);
  file_ = file;
  lines_ = charges_.size();
  read_to_ = text.size();
  return {};
}

std::string CardSimulator::line_of(const Key& key, const Charge& c) {
  std::string refunds;
  for (const auto& [id, cents] : c.refunds) {
    refunds += fmt::format("{}{}={}", refunds.empty() ? "" : ",", std::string_view(id.data(), id.size()), cents);
  }
  const std::string text = fmt::format("{} {} {} {} {} {} {}", std::string_view(key.data(), key.size()), methods[c.method].token,
                                       status_names[static_cast<std::size_t>(c.status)], c.amount_minor, c.currency.text(), c.late_ms,
                                       refunds.empty() ? "kept" : refunds);
  return fmt::format("{} {:08x}\n", text, check_sum(text));
}

Result<void> CardSimulator::append(const std::string& line) {
  if (options_.path.empty()) return {};
  const off_t before = ::lseek(file_, 0, SEEK_END);
  if (before < 0 || !write_all(file_, line)) {
    // Half a line must not stand before the next one. If this fails too, the next start refuses the file.
    if (before >= 0 && ::ftruncate(file_, before) != 0) return fail(payments::errors::provider_unavailable, "half a line was written");
    return fail(payments::errors::provider_unavailable, std::strerror(errno));
  }
  ++lines_;
  read_to_ = static_cast<std::size_t>(before) + line.size();
  return {};
}

Result<void> CardSimulator::store(const Key& key, const Charge& charge) {
  if (options_.read_only) return fail(payments::errors::provider_unavailable, "opened to be read only");
  if (!charges_.contains(key) && charges_.size() >= charges_max) return fail(payments::errors::provider_unavailable, "too many charges");
  GH_CHECK(append(line_of(key, charge)));
  charges_[key] = charge;
  return {};
}

CardSimulator::Charge* CardSimulator::find(const Key& key) {
  const auto found = charges_.find(key);
  if (found == charges_.end()) return nullptr;
  auto& charge = found->second;
  // What the bank did in the meantime. Not written: the line with late_ms says it.
  if (charge.status == IntentStatus::processing && charge.late_ms != 0 && clock_.now().ms >= charge.late_ms)
    charge.status = IntentStatus::succeeded;
  return &charge;
}

IntentState CardSimulator::state_of(const Key& key, const Charge& c) const {
  IntentState state;
  state.id = *PaymentIntentId::parse(text_of(key));
  state.status = c.status;
  state.amount = {c.amount_minor, c.currency};
  state.refunded = {c.refunded(), c.currency};
  if (c.status == IntentStatus::declined) state.decline_code = methods[c.method].decline_code;
  if (c.status == IntentStatus::requires_action) state.next_action = "https://cards.invalid/second-step/" + state.id.text();
  return state;
}

Result<CardSimulator::Created> CardSimulator::create(const Intent& intent, const std::string& method) {
  GH_TRY(const auto turn, take_turn());
  const auto key = key_of(intent.id);
  if (const auto* known = find(key)) {
    if (Money{known->amount_minor, known->currency} != intent.amount) return fail(payments::errors::amount_mismatch, intent.id.text());
    return Created{state_of(key, *known), false};
  }
  Charge charge;
  charge.method = method_of(method);
  charge.amount_minor = intent.amount.minor;
  charge.currency = intent.amount.currency;
  charge.status = methods[charge.method].first;
  if (methods[charge.method].late) charge.late_ms = (clock_.now() + options_.late_success).ms;
  GH_CHECK(store(key, charge));
  return Created{state_of(key, charge), true};
}

Task<Result<IntentState>> CardSimulator::create_and_confirm(Intent intent, std::string method, Milliseconds deadline) {
  GH_CO_TRY(auto created, create(intent, method));
  switch (methods[method_of(method)].answer) {
    case Answer::prompt:
      break;
    case Answer::slow: {
      if (!created.is_new) break;
      const bool in_time = options_.slow_answer <= deadline;
      co_await sleep(in_time ? options_.slow_answer : deadline);
      if (!in_time) co_return fail(payments::errors::no_answer, "the answer took too long");
      break;
    }
    case Answer::never:
      co_await sleep(deadline);
      co_return fail(payments::errors::no_answer, "the deadline of the call passed");
    case Answer::first_lost:
      if (created.is_new) co_return fail(payments::errors::no_answer, "the connection broke before the answer");
      break;
    case Answer::twice:
      GH_CO_TRY(created, create(intent, method));
      break;
  }
  co_return std::move(created.state);
}

Task<Result<IntentState>> CardSimulator::confirm(PaymentIntentId id, Milliseconds) {
  GH_CO_TRY(const auto turn, take_turn());
  const auto key = key_of(id);
  const auto* known = find(key);
  if (known == nullptr) co_return fail(payments::errors::intent_unknown, id.text());
  Charge charge = *known;
  if (charge.status == IntentStatus::requires_action) {
    charge.status = methods[charge.method].confirmed;
    GH_CO_CHECK(store(key, charge));
  }
  co_return state_of(key, charge);
}

Task<Result<std::optional<IntentState>>> CardSimulator::retrieve(PaymentIntentId id, Milliseconds) {
  GH_CO_TRY(const auto turn, take_turn());
  const auto key = key_of(id);
  const auto* known = find(key);
  if (known == nullptr) co_return std::nullopt;
  co_return std::optional(state_of(key, *known));
}

Task<Result<IntentState>> CardSimulator::cancel(Intent intent, Milliseconds) {
  GH_CO_TRY(const auto turn, take_turn());
  const auto key = key_of(intent.id);
  const auto* known = find(key);
  Charge charge;
  if (known != nullptr) {
    charge = *known;
    if (Money{charge.amount_minor, charge.currency} != intent.amount) co_return fail(payments::errors::amount_mismatch, intent.id.text());
    if (payments::is_final(charge.status)) co_return state_of(key, charge);
  } else {
    charge.method = cancelled_before;
    charge.amount_minor = intent.amount.minor;
    charge.currency = intent.amount.currency;
  }
  charge.status = IntentStatus::canceled;
  GH_CO_CHECK(store(key, charge));
  co_return state_of(key, charge);
}

Task<Result<IntentState>> CardSimulator::refund(PaymentIntentId id, payments::Refund refund, Milliseconds) {
  GH_CO_TRY(const auto turn, take_turn());
  const auto key = key_of(id);
  const auto* known = find(key);
  if (known == nullptr) co_return fail(payments::errors::intent_unknown, id.text());
  if (known->status != IntentStatus::succeeded)
    co_return fail(payments::errors::intent_state, "only a payment that succeeded can be refunded");
  Charge charge = *known;
  const auto refund_key = key_of(refund.id);
  for (const auto& [done, cents] : charge.refunds) {
    if (done != refund_key) continue;
    if (Money{cents, charge.currency} != refund.amount) co_return fail(payments::errors::amount_mismatch, refund.id.text());
    co_return state_of(key, charge);
  }
  const auto left = charge.amount_minor - charge.refunded();
  if (refund.amount.currency != charge.currency || refund.amount.minor <= 0 || refund.amount.minor > left) {
    co_return fail(payments::errors::refund_exceeds, refund.id.text());
  }
  charge.refunds.emplace_back(refund_key, refund.amount.minor);
  GH_CO_CHECK(store(key, charge));
  co_return state_of(key, charge);
}

Task<Result<payments::IntentPage>> CardSimulator::list(std::string after, int limit, Milliseconds) {
  GH_CO_TRY(const auto turn, take_turn());
  payments::IntentPage page;
  auto at = charges_.begin();
  if (!after.empty()) {
    const auto id = PaymentIntentId::parse(after);
    if (!id) co_return fail(errors::bad_cursor);
    at = charges_.upper_bound(key_of(*id));
  }
  for (; at != charges_.end() && page.items.size() < static_cast<std::size_t>(limit); ++at)
    page.items.push_back(state_of(at->first, *find(at->first)));
  if (at != charges_.end() && !page.items.empty()) page.next = page.items.back().id.text();
  co_return page;
}

}  // namespace gh::card_simulator
