// YieldingDocuments: lets everyone else go first after each read, so that those who start together read the same document.
#pragma once
#include "base/scheduler.h"
#include "platform/ports/documents.h"

namespace gh::stage {

class YieldingDocuments final : public ports::Documents {
 public:
  explicit YieldingDocuments(ports::Documents& to) : to_(to) {}
  Result<void> open(const ports::CollectionSpec& spec) override { return to_.open(spec); }
  Task<Result<std::optional<ports::Document>>> get(std::string_view c, std::string id) override {
    auto read = co_await to_.get(c, std::move(id));
    co_await yield();
    co_return read;
  }
  Task<Result<std::int64_t>> insert(std::string_view c, ports::Write write) override { co_return co_await to_.insert(c, std::move(write)); }
  Task<Result<std::int64_t>> replace(std::string_view c, std::int64_t version, ports::Write write) override {
    co_return co_await to_.replace(c, version, std::move(write));
  }
  Task<Result<void>> erase(std::string_view c, std::string id, std::int64_t version, std::vector<ports::OutboxEntry> outbox) override {
    co_return co_await to_.erase(c, std::move(id), version, std::move(outbox));
  }
  Task<Result<ports::Page>> find(std::string_view c, std::string_view index, ports::Range range, int limit, std::string after) override {
    auto read = co_await to_.find(c, index, std::move(range), limit, std::move(after));
    co_await yield();
    co_return read;
  }
  Task<Result<ports::Changes>> changes(std::string token, int limit, Milliseconds wait) override {
    co_return co_await to_.changes(std::move(token), limit, wait);
  }

 private:
  ports::Documents& to_;
};

}  // namespace gh::stage
