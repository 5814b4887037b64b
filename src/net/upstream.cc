#include "net/upstream.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <deque>
#include <memory>
#include <optional>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "base/scheduler.h"
#include "net/address.h"
#include "net/loop.h"
#include "net/response_parser.h"

namespace gh::net {
namespace {

constexpr std::size_t read_size = std::size_t{64} * 1024;

}  // namespace

std::string_view name_of(UpstreamFailure failure) {
  static constexpr std::string_view names[] = {"unreachable", "broken", "timeout", "malformed", "too_large", "busy"};
  return names[static_cast<std::size_t>(failure)];
}

// One connection. Belongs to its pool; destroyed on its loop's thread, never while events of it may still be reported (Watcher).
class Upstream::Link final : public Watcher, public Timed {
 public:
  Link(Loop& loop, Pool& pool, const Upstream& upstream) : loop_(loop), pool_(pool), upstream_(upstream) {}
  ~Link() override {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  // False: it cannot be reached.
  bool connect();
  // To be awaited; then the link is idle or, unless usable(), done with.
  OneShot<Outcome> exchange(std::string head, std::string_view body, std::int64_t due_ms);
  bool usable() const { return usable_; }
  bool answered() const { return parser_ && parser_->started(); }  // any byte of the last answer
  void keep_for(Milliseconds time) { loop_.wheel().set(*this, loop_.now_ms() + time.count()); }

  void on_ready(std::uint32_t events) override;
  void on_deadline() override;

 private:
  void go_on();
  bool send();
  void receive();
  void finish(Outcome outcome);

  Loop& loop_;
  Pool& pool_;
  const Upstream& upstream_;
  int descriptor_ = -1;
  std::string head_;
  std::string_view body_;
  std::size_t sent_ = 0;
  std::optional<ResponseParser> parser_;
  std::optional<OneShot<Outcome>> waiting_;
  bool connected_ = false;
  bool usable_ = true;
};

// The connections of one loop, and who waits for one. Owned by the loop.
class Upstream::Pool final : public Owned {
 public:
  Pool(Loop& loop, const Upstream& upstream) : loop_(loop), upstream_(upstream) {}

  // An unused connection, or a new one; nothing when the time is over.
  Task<Link*> lease(bool fresh, std::int64_t due_ms);
  void give_back(Link& link);
  void give_up(Link& link);  // one that never got to an exchange
  void remove(Link& link);   // not while events of it may be reported
  Loop& loop() const { return loop_; }

 private:
  struct Waiting {
    OneShot<bool> turn;
    bool settled = false;
  };
  static Task<void> expire(std::shared_ptr<Waiting> waiting, Milliseconds after);
  void next_turn();

  Loop& loop_;
  const Upstream& upstream_;
  std::vector<std::unique_ptr<Link>> links_;
  std::vector<Link*> idle_;  // used last at the end
  std::deque<std::shared_ptr<Waiting>> waiting_;
  std::size_t leased_ = 0;
};

bool Upstream::Link::connect() {
  const auto address = address_of(upstream_.endpoint_);
  if (!address) return false;
  descriptor_ = ::socket(address->storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) return false;
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const int result = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address->storage), address->size);
  if (result != 0 && errno != EINPROGRESS) return false;
  connected_ = result == 0;
  return loop_.watch(descriptor_, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, *this);
}

OneShot<Upstream::Outcome> Upstream::Link::exchange(std::string head, std::string_view body, std::int64_t due_ms) {
  head_ = std::move(head);
  body_ = body;
  sent_ = 0;
  parser_.emplace(upstream_.limits_.head_bytes_max, upstream_.limits_.body_bytes_max);
  waiting_.emplace();
  auto outcome = *waiting_;
  loop_.wheel().set(*this, due_ms);
  if (connected_) go_on();
  return outcome;
}

void Upstream::Link::on_ready(std::uint32_t events) {
  if (!waiting_) {
    // Unused: anything but room to write means that it was closed, or that the other side talks out of turn.
    if ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) == 0 || !usable_) return;
    usable_ = false;
    return pool_.remove(*this);
  }
  if (!connected_) {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return finish(std::unexpected(UpstreamFailure::unreachable));
    if ((events & EPOLLOUT) == 0) return;
    connected_ = true;
  }
  go_on();
}

// An answer may come before the question is sent to its end (a body that is too large); what is left is then not sent.
void Upstream::Link::go_on() {
  const bool sending = send();
  receive();
  if (!sending && waiting_) finish(std::unexpected(UpstreamFailure::broken));
}

// False: the other side takes no more.
bool Upstream::Link::send() {
  const std::size_t size = head_.size() + body_.size();
  while (sent_ < size) {
    const std::string_view rest = sent_ < head_.size() ? std::string_view(head_).substr(sent_) : body_.substr(sent_ - head_.size());
    const auto put = ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (put < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    sent_ += static_cast<std::size_t>(put);
  }
  return true;
}

void Upstream::Link::receive() {
  using Progress = ResponseParser::Progress;
  thread_local std::array<char, read_size> buffer;
  while (true) {
    const auto got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (got < 0 && errno == EINTR) continue;
    const bool ended = got <= 0;
    const auto progress = got == 0  ? parser_->end()
                          : got < 0 ? Progress::malformed
                                    : parser_->feed({buffer.data(), static_cast<std::size_t>(got)});
    switch (progress) {
      case Progress::incomplete:
        continue;
      case Progress::complete:
        usable_ = !ended && parser_->reusable() && sent_ == head_.size() + body_.size();
        return finish(parser_->take());
      case Progress::malformed:
        return finish(std::unexpected(ended ? UpstreamFailure::broken : UpstreamFailure::malformed));
      case Progress::too_large:
        return finish(std::unexpected(UpstreamFailure::too_large));
    }
  }
}

void Upstream::Link::finish(Outcome outcome) {
  usable_ = usable_ && outcome.has_value();
  loop_.wheel().clear(*this);
  body_ = {};
  const auto waiting = *std::exchange(waiting_, std::nullopt);
  waiting.set(std::move(outcome));
}

void Upstream::Link::on_deadline() {
  if (waiting_) return finish(std::unexpected(connected_ ? UpstreamFailure::timeout : UpstreamFailure::unreachable));
  if (!usable_) return;
  usable_ = false;
  pool_.remove(*this);
}

Task<Upstream::Link*> Upstream::Pool::lease(bool fresh, std::int64_t due_ms) {
  if (leased_ >= upstream_.limits_.connections_max) {
    auto waiting = std::make_shared<Waiting>();
    waiting_.push_back(waiting);
    spawn_here(expire(waiting, Milliseconds(due_ms - loop_.now_ms())));
    if (!co_await waiting->turn) co_return nullptr;  // else whoever gave it up has left the place in leased_
  } else {
    ++leased_;
  }
  if (!fresh && !idle_.empty()) {
    Link* link = idle_.back();
    idle_.pop_back();
    co_return link;
  }
  links_.push_back(std::make_unique<Link>(loop_, *this, upstream_));
  co_return links_.back().get();
}

Task<void> Upstream::Pool::expire(std::shared_ptr<Waiting> waiting, Milliseconds after) {
  // In steps, so that not many timers outlive what they were for.
  constexpr Milliseconds step{250};
  for (auto left = after; left.count() > 0 && !waiting->settled; left -= step) co_await sleep(std::min(left, step));
  if (!std::exchange(waiting->settled, true)) waiting->turn.set(false);
}

void Upstream::Pool::next_turn() {
  while (!waiting_.empty()) {
    const auto waiting = std::move(waiting_.front());
    waiting_.pop_front();
    if (std::exchange(waiting->settled, true)) continue;
    return waiting->turn.set(true);
  }
  --leased_;
}

void Upstream::Pool::give_back(Link& link) {
  if (link.usable()) {
    idle_.push_back(&link);
    link.keep_for(upstream_.limits_.keep);
  } else {
    remove(link);
  }
  next_turn();
}

void Upstream::Pool::give_up(Link& link) {
  remove(link);
  next_turn();
}

void Upstream::Pool::remove(Link& link) {
  std::erase(idle_, &link);
  std::erase_if(links_, [&](const auto& owned) { return owned.get() == &link; });
}

Upstream::Pool& Upstream::pool() {
  auto& loop = dynamic_cast<Loop&>(Scheduler::current());
  const std::lock_guard lock(mutex_);
  Pool*& found = pools_[&loop];
  if (found == nullptr) {
    auto made = std::make_unique<Pool>(loop, *this);
    found = made.get();
    loop.own(std::move(made));
  }
  return *found;
}

Task<Upstream::Outcome> Upstream::ask_once(Pool& pool, const UpstreamQuestion& question, std::int64_t due_ms, bool fresh, bool& again) {
  Link* link = co_await pool.lease(fresh, due_ms);
  if (link == nullptr) co_return std::unexpected(UpstreamFailure::busy);
  const bool kept = link->answered();
  if (!kept && !link->connect()) {
    co_await yield();
    pool.give_up(*link);
    co_return std::unexpected(UpstreamFailure::unreachable);
  }
  std::string head = question.head;
  if (!question.body.empty() || !question.repeatable) head += "Content-Length: " + std::to_string(question.body.size()) + "\r\n";
  head += "\r\n";
  auto outcome = co_await link->exchange(std::move(head), question.body, due_ms);
  // Events of this turn may still name it; after a yield none does.
  if (!link->usable()) co_await yield();
  again = kept && !outcome && outcome.error() == UpstreamFailure::broken && !link->answered();
  pool.give_back(*link);
  co_return outcome;
}

Task<Upstream::Outcome> Upstream::ask(UpstreamQuestion question) {
  struct Place {
    std::atomic<std::size_t>& count;
    std::size_t before = count.fetch_add(1, std::memory_order_relaxed);
    ~Place() { count.fetch_sub(1, std::memory_order_relaxed); }
  };
  const Place place{asked_};
  if (place.before >= limits_.requests_max) co_return std::unexpected(UpstreamFailure::busy);
  Pool& mine = pool();
  const auto due_ms = mine.loop().now_ms() + limits_.deadline.count();
  // A kept connection may be closed at the very moment: what can be asked twice is asked once more, on a new one.
  bool again = false;
  auto outcome = co_await ask_once(mine, question, due_ms, !question.repeatable, again);
  if (again) outcome = co_await ask_once(mine, question, due_ms, true, again);
  co_return outcome;
}

}  // namespace gh::net
