// S3Objects: the objects port as objects of a bucket of S3 (Amazon's, MinIO and others that speak it), which nodes share. The work is done
// on threads of its own, one transfer each; at most waiting_max calls wait for one. Any thread may call it.
//
// A 5xx, 408, 429 and a connection that fails are tried again, tries_max times in all, with a pause that grows: an id stands for the same
// bytes for ever, so to put, get or erase twice is to do it once. Waiting, tries and pauses together take no longer than the deadline. Who
// asks is then told `unavailable`, as for whatever else S3 refuses; the sentence names S3's code and nothing that was sent.
#pragma once
#include <functional>
#include <memory>

#include "adapters/s3/transfer.h"
#include "platform/executors/worker_pool.h"
#include "platform/ports/objects.h"

namespace gh::s3 {

struct Options {
  Address address;
  Milliseconds connect_deadline{1'000};  // name, TCP and TLS
  Milliseconds deadline{5'000};          // from asking to the answer
  int transfers_max = 4;                 // at once
  int waiting_max = 256;
  std::function<void(const Error*)> observe;  // after each call, on the asking thread; nullptr: S3 did what was asked
};

class S3Objects final : public ports::Objects {
 public:
  static constexpr int tries_max = 3;
  static constexpr Milliseconds retry_min{100}, retry_max{1'000};

  // Fails with store_unavailable where libcurl is missing. Asks S3 for nothing: one that is away is no failure.
  static Result<std::unique_ptr<S3Objects>> open(Options);

  Task<Result<void>> put(std::string id, std::string bytes) override;
  Task<Result<std::optional<std::string>>> get(std::string id) override;
  Task<Result<void>> erase(std::string id) override;

  // What stands against it now, by asking for an object that there is not. For the start.
  Task<Result<void>> check();

 private:
  explicit S3Objects(Options options);
  Task<Answer> ask(Method, std::string id, std::string bytes);
  std::unexpected<Error> refused(const Answer&) const;
  void answered() const;

  const Options options_;
  executors::WorkerPool pool_;  // last: its threads use the rest
};

}  // namespace gh::s3
