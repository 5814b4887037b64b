#include "adapters/mongo/follower.h"

namespace gh::mongo {

Result<Timestamp> ask_time(Session& session, const TellTime& tell_time) {
  Bson question;
  question.small("isMaster", 1);  // by its old name every server knows it
  const auto asked = std::chrono::steady_clock::now();
  GH_TRY(const auto reply, session.command(question));
  const Timestamp shown{reply.fields().date_ms("localTime")};
  if (shown.ms == 0) return fail(ports::errors::store_unavailable, "MongoDB did not say what the time is");
  if (tell_time) tell_time(shown, asked);
  return shown;
}

Follower::Follower(const Connections& connections, Relay& relay, Leases& leases, const group_commit::Tables& tables, Waiters& changes,
                   Waiters& tasks, TellTime tell_time)
    : connections_(connections),
      relay_(relay),
      leases_(leases),
      tables_(tables),
      changes_(changes),
      tasks_(tasks),
      tell_time_(std::move(tell_time)),
      thread_([this] { run(); }) {}

Follower::~Follower() {
  {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

// Until there may be something new. false: ending.
bool Follower::pause(Session& session) {
  if (!watch_ && std::chrono::steady_clock::now() >= watch_at_) {
    if (auto opened = Watch::open(session)) watch_.emplace(*std::move(opened));
    watch_at_ = std::chrono::steady_clock::now() + watch_again_after;
  }
  if (!watch_) return rest(look_every);
  const auto told = watch_->wait(relay_.head());
  if (!told) watch_.reset();
  if (!told) return rest(look_every);
  return rest(*told ? gather : Milliseconds(0));
}

bool Follower::rest(Milliseconds span) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, span, [this] { return stopping_; });
}

void Follower::run() {
  auto session = connections_.session();
  auto next = std::chrono::steady_clock::now() + sweep_every;
  auto next_time = std::chrono::steady_clock::now();  // so that the others hear of this node before it has many leases
  while (pause(session)) {
    if (std::chrono::steady_clock::now() >= next_time) {
      (void)serve_leases(session);  // a server that is away says it the next time
      next_time = std::chrono::steady_clock::now() + ask_time_every;
    }
    if (const auto entries = relay_.look(session); entries && *entries > 0) {
      changes_.wake_all();
      tasks_.wake_all();
    }
    if (std::chrono::steady_clock::now() < next) continue;
    sweep(session);
    next = std::chrono::steady_clock::now() + sweep_every;
  }
  watch_.reset();  // before its session
}

Result<void> Follower::serve_leases(Session& session) {
  GH_TRY(const auto now, ask_time(session, tell_time_));
  GH_TRY(const auto went_back, leases_.round(session, now));
  if (went_back) tasks_.wake_all();
  return {};
}

void Follower::sweep(Session& session) {
  bool told = false;
  for (const auto& name : tables_.names()) {
    const auto some = relay_.finish_old(session, *tables_.find(name));
    if (!some) return;  // the server is away; the next time
    told = told || *some > 0;
  }
  if (!told) return;
  changes_.wake_all();
  tasks_.wake_all();
}

}  // namespace gh::mongo
