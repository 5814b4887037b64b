#include "platform/executors/worker_pool.h"

#include <pthread.h>

namespace gh::executors {

WorkerPool::WorkerPool(Options options) : options_(std::move(options)) {
  for (int i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this] { work(); });
    pthread_setname_np(threads_.back().native_handle(), (options_.name.substr(0, 12) + "-" + std::to_string(i % 100)).c_str());
  }
}

bool WorkerPool::submit(Job job) {
  const std::lock_guard lock(mutex_);
  if (stopped_ || waiting() >= options_.queue_max) return false;
  queue_.push_back(std::move(job));
  waiting_.fetch_add(1, std::memory_order_relaxed);
  wake_.notify_one();
  return true;
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    waiting_.fetch_sub(1, std::memory_order_relaxed);
    const bool cancelled = stopped_;
    lock.unlock();
    job(cancelled);
    job = nullptr;  // what it holds is freed outside the lock
    lock.lock();
  }
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    wake_.notify_all();
  }
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace gh::executors
