// FaultyDocuments, FaultyTasks: a node's way to a store that it shares with others, over a network and on a machine that fail.
//
// Every call waits a random time before and after its effect. Now and then it is refused without effect (store_unavailable), or its
// answer is lost after the effect (outcome_unknown), or it takes effect only after outcome_unknown was said, or the node dies just
// before or just after it.
#pragma once
#include "platform/ports/documents.h"
#include "platform/ports/tasks.h"
#include "simulation/world.h"

namespace gh::simulation {

// Each fault comes once in so many calls; 0: never.
struct Faults {
  std::uint64_t unavailable = 0;
  std::uint64_t answer_lost = 0;
  std::uint64_t late_effect = 0;
  std::uint64_t crash = 0;
  Milliseconds delay_max{5};
  Milliseconds delay_rare_max{3'000};  // once in 200 calls
};

class FaultyDocuments final : public ports::Documents {
 public:
  // faults may be changed while it runs (quiescence: set all to 0).
  FaultyDocuments(ports::Documents& inner, Node& node, const Faults& faults) : inner_(inner), node_(node), faults_(faults) {}

  Result<void> open(const ports::CollectionSpec& spec) override { return inner_.open(spec); }
  Task<Result<std::optional<ports::Document>>> get(std::string_view collection, std::string id) override;
  Task<Result<std::int64_t>> insert(std::string_view collection, ports::Write) override;
  Task<Result<std::int64_t>> replace(std::string_view collection, std::int64_t expected_version, ports::Write) override;
  Task<Result<void>> erase(std::string_view collection, std::string id, std::int64_t expected_version,
                           std::vector<ports::OutboxEntry>) override;
  Task<Result<ports::Page>> find(std::string_view collection, std::string_view index, ports::Range, int limit, std::string after) override;
  Task<Result<ports::Changes>> changes(std::string token, int limit, Milliseconds wait) override;

 private:
  template <class T>
  Task<Result<T>> write(std::string what, Task<Result<T>> effect);

  ports::Documents& inner_;
  Node& node_;
  const Faults& faults_;
};

class FaultyTasks final : public ports::Tasks {
 public:
  FaultyTasks(ports::Tasks& inner, Node& node, const Faults& faults) : inner_(inner), node_(node), faults_(faults) {}

  Task<Result<void>> enqueue(ports::OutboxEntry) override;
  Task<Result<std::vector<ports::LeasedTask>>> lease(std::vector<std::string> names, int limit, Milliseconds lease_for,
                                                     Milliseconds wait) override;
  Task<Result<void>> complete(std::vector<std::string> ids) override;
  Task<Result<void>> retry(std::string id, Timestamp not_before, std::string error) override;
  Task<Result<void>> bury(std::string id, std::string error) override;
  Task<Result<void>> revive(std::string id) override;
  Task<Result<std::vector<ports::TaskCounts>>> counts() override { return inner_.counts(); }
  Task<Result<std::vector<ports::DeadTask>>> dead(int limit) override { return inner_.dead(limit); }

 private:
  ports::Tasks& inner_;
  Node& node_;
  const Faults& faults_;
};

// The way to or from another machine: waits, and now and then the node dies there.
Task<void> travel(Node& node, const Faults& faults);

}  // namespace gh::simulation
