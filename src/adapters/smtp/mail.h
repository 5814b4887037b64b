// SmtpMail: the mail port over a mail server, which sends it on. The work is done on threads of its own, one message each; at most
// waiting_max wait for one. Any thread may call it. It does not try again: whoever sends a message does (a task, with pauses that grow).
//
// A server that takes a message and whose answer is lost gets it again, as SMTP has it (RFC 5321, 4.5.3.2.6); the Message-ID is the same,
// so that readers can tell. What this process has handed over it does not hand over again, for the last known_max ids.
#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_set>

#include "adapters/smtp/conversation.h"
#include "platform/executors/worker_pool.h"
#include "platform/ports/mail.h"

namespace gh::smtp {

struct Options {
  Address address;
  std::string from;                      // the shop's address, in the envelope as well: what bounces comes back to it
  Milliseconds connect_deadline{5'000};  // name, TCP and TLS
  Milliseconds deadline{60'000};         // from asking to the answer
  int conversations_max = 4;             // at once
  int waiting_max = 4'096;
  std::function<void(const Error*)> observe;  // after each message, on the asking thread; nullptr: the server has it
};

class SmtpMail final : public ports::Mail {
 public:
  static constexpr std::size_t known_max = 10'000;

  // Fails with store_unavailable where libcurl is missing. Asks the server for nothing: one that is away is no failure.
  static Result<std::unique_ptr<SmtpMail>> open(Options, const Clock&);

  Task<Result<void>> send(ports::Message) override;

 private:
  SmtpMail(Options, const Clock&);
  Result<void> hand_over(const std::string& id, const std::string& to, const std::string& data,
                         std::chrono::steady_clock::time_point until);
  // An id is with one thread at a time, so that the others learn what became of it: true where the server has it. Fails where that took
  // longer than until.
  Result<bool> begin(const std::string& id, std::chrono::steady_clock::time_point until);
  void end(const std::string& id, bool taken);

  const Options options_;
  const std::string name_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::set<std::string> under_way_;
  std::unordered_set<std::string> known_;
  std::deque<std::string> order_;  // of the known ones, the oldest first
  executors::WorkerPool pool_;     // last: its threads use the rest
};

}  // namespace gh::smtp
