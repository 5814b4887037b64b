#include "adapters/postgres/lanes.h"

#include <algorithm>

#include "platform/ports/documents.h"

namespace gh::postgres {

Result<Connection*> Reconnector::get() {
  if (connection_) return &*connection_;
  if (refusal_ && std::chrono::steady_clock::now() < try_again_) return fail(*refusal_);
  auto opened = Connection::open(address_);
  if (!opened) {
    refusal_ = opened.error();
    try_again_ = after(pause_);
    pause_ = std::min(pause_ * 2, retry_max);
    return fail(opened.error());
  }
  refusal_.reset();
  pause_ = retry_min;
  connection_.emplace(*std::move(opened));
  return &*connection_;
}

void Reconnector::drop_if_broken() {
  if (connection_ && connection_->broken()) connection_.reset();
}

Lanes::Lanes(const Address& address, int count) : address_(address) {
  for (int i = 0; i < count; ++i) threads_.emplace_back([this] { run(); });
}

Lanes::~Lanes() {
  {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

Task<Result<Rows>> Lanes::ask(const Statement& statement, Parameters parameters) {
  OneShot<Result<Rows>> answer;
  {
    const std::lock_guard guard(mutex_);
    if (stopping_) co_return fail(ports::errors::store_unavailable, "the store is closing");
    if (queue_.size() >= queue_max) co_return fail(ports::errors::store_full, "too many reads wait");
    queue_.push_back({{&statement, std::move(parameters)}, answer});
  }
  wake_.notify_one();
  co_return co_await answer;
}

// Empty: ending.
std::vector<Lanes::Waiting> Lanes::take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  std::vector<Waiting> taken;
  while (!queue_.empty() && taken.size() < pipeline_max) {
    taken.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return taken;
}

void Lanes::run() {
  Reconnector reconnector(address_);
  for (;;) {
    auto waiting = take();
    if (waiting.empty()) return;
    answer(reconnector, waiting);
  }
}

void Lanes::answer(Reconnector& reconnector, std::vector<Waiting>& waiting) {
  const auto refuse_all = [&](const Error& error) {
    for (const auto& one : waiting) one.answer.set(fail(error));
  };
  const auto connection = reconnector.get();
  if (!connection) return refuse_all(connection.error());
  std::vector<Request> requests;
  requests.reserve(waiting.size());
  for (auto& one : waiting) requests.push_back(std::move(one.request));
  auto replies = (*connection)->run(requests, Connection::Mode::apart, after(answer_deadline));
  reconnector.drop_if_broken();
  if (!replies) return refuse_all(replies.error());
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    auto& reply = (*replies)[i];
    waiting[i].answer.set(reply ? Result<Rows>(*std::move(reply)) : fail(reply.error().error()));
  }
}

}  // namespace gh::postgres
