// CardSimulator: a payment provider that is embedded, for demonstrations, tests and the simulation. It behaves like a card processor,
// also badly, as the token of the payment method says (the table in methods.h).
//
// It is the outside world: it shares no storage, transaction or crash with the shop. With a path it keeps what it did in an append-only
// file of its own, one line per change, written with write(2) before it answers: what it answered survives the death of the process.
// The file is not synced, so a loss of power may take the last moments of it, as if the bank forgot charges that the shop has recorded;
// `admin doctor` would name them. Without a path it lives in memory.
//
// Several processes may share the file (Options::shared), as several shops have one bank: each call then takes the file's lock (flock) and
// first reads what the others have written.
//
// Any thread may call it; one lock, held for a look-up and a write of some 150 bytes. It has no thread or timer: waiting is co_await
// sleep() on the caller's scheduler, and what happens later (pm_card_late) is settled by the clock when somebody asks.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "contexts/payments/provider.h"

namespace gh::card_simulator {

struct Options {
  std::string path;                   // empty: memory only
  bool read_only = false;             // for a look from another process; every change is provider_unavailable
  bool shared = false;                // other processes of this machine have the file too
  Milliseconds slow_answer{800};      // pm_card_slow
  Milliseconds late_success{10'000};  // pm_card_late
};

inline constexpr std::size_t charges_max = 1'000'000;     // some 100 bytes each; beyond it new ones are provider_unavailable
inline constexpr int lock_tries_max = 100;                // 1 ms apart, for the lock of a shared file; then provider_unavailable
inline constexpr std::size_t surplus_lines_max = 10'000;  // superseded lines that are kept before the file is rewritten at a start

class CardSimulator final : public payments::Provider {
 public:
  // Loads the file. A last line that was cut off is dropped; any other line that cannot be read is an error. clock outlives it.
  static Result<std::unique_ptr<CardSimulator>> open(Options, const Clock& clock);
  ~CardSimulator() override;

  Task<Result<payments::IntentState>> create_and_confirm(payments::Intent, std::string method, Milliseconds deadline) override;
  Task<Result<payments::IntentState>> confirm(PaymentIntentId, Milliseconds deadline) override;
  Task<Result<std::optional<payments::IntentState>>> retrieve(PaymentIntentId, Milliseconds deadline) override;
  Task<Result<payments::IntentState>> cancel(payments::Intent, Milliseconds deadline) override;
  Task<Result<payments::IntentState>> refund(PaymentIntentId, payments::Refund, Milliseconds deadline) override;
  Task<Result<payments::IntentPage>> list(std::string after, int limit, Milliseconds deadline) override;

 private:
  using Key = std::array<char, 26>;  // the characters of the intent's id behind its prefix
  struct Charge {
    std::int64_t amount_minor = 0;
    std::int64_t late_ms = 0;  // processing becomes succeeded at this time; 0: never by itself
    Currency currency;
    payments::IntentStatus status = payments::IntentStatus::processing;
    std::uint8_t method = 0;                            // row of the table of methods
    std::vector<std::pair<Key, std::int64_t>> refunds;  // the characters of each refund's id, cents

    std::int64_t refunded() const;
  };
  struct Created {
    payments::IntentState state;
    bool is_new;
  };

  CardSimulator(Options options, const Clock& clock) : options_(std::move(options)), clock_(clock) {}
  class Turn;
  Result<Turn> take_turn();
  Result<void> load();
  Result<void> read_on();
  Result<std::size_t> take_lines(std::string_view text);
  Result<void> rewrite();
  Result<void> append(const std::string& lines);

  Result<Created> create(const payments::Intent&, const std::string& method);
  // All under the lock.
  Result<void> store(const Key&, const Charge&);
  Charge* find(const Key&);
  payments::IntentState state_of(const Key&, const Charge&) const;
  static std::string line_of(const Key&, const Charge&);

  const Options options_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<Key, Charge> charges_;
  std::size_t lines_ = 0;
  int file_ = -1;
  std::size_t read_to_ = 0;  // of the file, in bytes
};

}  // namespace gh::card_simulator
