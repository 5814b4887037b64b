// Connection: one client. Reads, parses, hands requests to the Handler one after the other, answers in order. Worker: all of one thread.
//
// Requests of one connection are never executed at the same time: an earlier one may be what a later one depends on. Pipelining saves
// round trips and system calls: answers that are at hand are gathered into one write. Internal to the server (server.h); everything runs
// on the worker's thread but the constructors and what says otherwise.
#pragma once
#include <sys/epoll.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"
#include "net/limits.h"
#include "net/loop.h"
#include "net/observer.h"
#include "net/output.h"
#include "net/proxies.h"
#include "net/request_parser.h"
#include "net/stream.h"

namespace gh::net {

// What all workers of a server share.
struct Common {
  Limits limits;
  Observer& observer;
  Handler* handler = nullptr;  // set before the first listener
  std::optional<TlsContext> tls;
  Proxies proxies;
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> requests_in_flight = 0;
  std::atomic<bool> draining = false;
  // Told when the last connection goes while draining.
  std::mutex mutex;
  std::condition_variable drained;
};

// The memory that a connection needs while it has something to do; idle ones have none.
struct Arena {
  explicit Arena(const Limits& limits);

  RequestParser parser;
  ChunkedBody chunks;
  std::size_t input_size;
  std::unique_ptr<char[]> input;
  Output output;
};

class Worker;

class Connection final : public Watcher, public Timed {
 public:
  Connection(Worker& worker, int descriptor, const TlsContext* tls, std::string peer);
  ~Connection() override;

  void on_ready(std::uint32_t events) override;
  void on_deadline() override;
  // Graceful stop: closes if there is nothing to do, else after the current answer. May destroy the connection.
  void drain();
  // True while something that the client asked for is not answered completely.
  bool has_work() const;

 private:
  enum class Phase : std::uint8_t { handshake, head, body, handling, lingering };
  enum class Wait : std::uint8_t { none, handshake, first_head, idle, head, body, write, linger };

  friend class Worker;

  void advance();
  bool step();
  bool shake_hands();
  void answer_requests();
  void take_head();
  void begin_request();
  void take_body();
  void add_length_body(std::string_view bytes);
  void add_chunked_body(std::string_view bytes);
  void dispatch();
  void execute();
  void executed(Response response);
  void respond(Response response);
  void refuse(int status, std::string_view code, std::string_view detail);
  void refuse(const Refusal& refusal) { refuse(refusal.status, refusal.code, refusal.detail); }
  bool flush();
  bool receive();
  void make_room_for_head();
  bool finish();
  bool linger();
  void wait();
  void wait_for(Wait what, Milliseconds deadline);
  Arena& arena();
  void release_arena();
  bool has_input() const { return begin_ != end_; }
  bool has_output() const { return arena_ && !arena_->output.empty(); }
  void destroy();
  struct Execution;
  static Execution run(Connection* connection);

  Worker& worker_;
  Common& common_;
  Stream stream_;
  std::string peer_;
  bool by_proxy_ = false;  // of ours: what it says of the client is believed
  std::unique_ptr<Arena> arena_;
  Request request_;
  std::string body_;
  // Of the arena's input: not yet parsed, and where the head of the current request ends.
  std::size_t begin_ = 0, end_ = 0, head_end_ = 0;
  std::uint64_t body_left_ = 0;
  std::size_t body_max_ = 0;
  std::size_t since_write_ = 0;  // bytes that the client took under the current write deadline
  std::size_t lingered_ = 0;
  Connection* next_ = nullptr;
  Connection* previous_ = nullptr;
  Phase phase_ = Phase::handshake;
  Wait waits_ = Wait::none;
  bool readable_ = false;
  bool hangup_ = false;   // an end of the input is or will be there to be read
  bool starved_ = false;  // nothing more can be done with the bytes at hand
  bool served_ = false;   // had its first request
  bool keep_alive_ = true;
  bool http_1_0_ = false;
  bool with_body_ = true;
  bool chunked_ = false;
  bool closing_ = false;       // nothing behind the last answer is executed
  bool unread_input_ = false;  // the client may still be sending what we shall not read
  bool in_step_ = false;
  bool cut_ = false;  // the client is gone, the handler is not
  bool runs_again_ = false;
};

// A listening socket of one worker.
class Listener final : public Watcher {
 public:
  Listener(Worker& worker, int descriptor, const TlsContext* tls) : worker_(worker), descriptor_(descriptor), tls_(tls) {}
  ~Listener() override;
  void on_ready(std::uint32_t events) override;
  int descriptor() const { return descriptor_; }
  // Takes a bounded number of connections; false: there may be more.
  bool accept_some();
  bool is_short() const { return short_; }  // of descriptors or memory

 private:
  void refuse(int client) const;

  Worker& worker_;
  int descriptor_;
  const TlsContext* tls_;
  bool short_ = false;
  bool runs_again_ = false;
};

class Worker final : private Timed {
 public:
  explicit Worker(Common& common) : common_(common) {}
  ~Worker() override;

  Loop& loop() { return loop_; }
  // Takes the descriptor over. Before the handler is set nothing is accepted. Any thread, before drain.
  void listen(int descriptor, const TlsContext* tls);
  void start_listening();
  // Takes what has been accepted by the system, closes the listeners and drains every connection.
  void drain();
  // Closes what is left; gives the number of connections that still had work.
  std::size_t cut();

 private:
  friend class Connection;
  friend class Listener;

  void on_deadline() override;  // the tick: reports bytes, accepts again after a shortage of descriptors
  void add(std::unique_ptr<Connection> connection);
  void remove(Connection& connection);
  std::unique_ptr<Arena> borrow();
  void give_back(std::unique_ptr<Arena> arena);
  std::string_view date_line();

  Common& common_;
  Loop loop_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::unique_ptr<Arena>> arenas_;
  Connection* connections_ = nullptr;
  std::uint64_t bytes_in_ = 0, bytes_out_ = 0;
  std::int64_t date_second_ = -1;
  std::array<char, 40> date_{};
};

}  // namespace gh::net
