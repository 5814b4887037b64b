// Relay: brings what the change feed tells of some collections into the event stream, each change once and in order.
//
// Any number of nodes may have one. They take turns by a lock, which only saves work: the stream takes a batch only where it continues the
// last one, so a node that is stopped in its turn, or a Redis that forgets the lock, doubles and loses nothing. Where the stream was lost,
// or the feed does not reach back to its place, it goes on from now behind an event of the type feed.gap: who follows reads anew what it
// has to know.
#pragma once
#include <atomic>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "platform/ports/documents.h"
#include "platform/ports/event_stream.h"
#include "platform/ports/lock.h"

namespace gh::event_relay {

inline constexpr std::string_view gap_type = "feed.gap";

class Relay {
 public:
  static constexpr Milliseconds feed_wait{500};      // stop() is heard at least this often
  static constexpr Milliseconds trouble_wait{1000};  // after a failure
  static constexpr Milliseconds turn{10'000};        // then another node may have it
  static constexpr Milliseconds others_turn{1'000};  // until it is tried again

  // published: how many events went out. trouble hears of each failure; everything is tried again. All outlive it.
  Relay(ports::Documents& documents, ports::EventStream& stream, ports::Locks& locks, std::set<std::string> collections,
        std::function<void(std::size_t)> published, std::function<void(const Error&)> trouble);

  Task<void> run();              // until stop()
  void stop() { stop_ = true; }  // from any thread

  // One step: takes what the feed has within `wait`.
  Task<Result<void>> step(Milliseconds wait);

 private:
  Task<Result<void>> begin();
  Task<Result<void>> append(std::vector<ports::Event> events, std::string to);

  ports::Documents& documents_;
  ports::EventStream& stream_;
  ports::Locks& locks_;
  const std::set<std::string> collections_;
  const std::function<void(std::size_t)> published_;
  const std::function<void(const Error&)> trouble_;
  std::optional<std::string> place_;  // of the stream; nothing: to be asked
  std::string token_;                 // of the feed, which may be ahead of it by changes that are nobody's business
  std::atomic<bool> stop_{false};
};

}  // namespace gh::event_relay
