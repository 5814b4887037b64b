#include "net/connection.h"

#include <sys/socket.h>

namespace gh::net {
namespace {

constexpr std::size_t read_room = std::size_t{16} * 1024;             // behind a head of the largest size
constexpr std::size_t steps_max = 16;                                 // before other connections have their turn
constexpr std::size_t write_progress_bytes = std::size_t{64} * 1024;  // that a client has to take within the write deadline
constexpr std::size_t linger_bytes_max = std::size_t{1024} * 1024;
constexpr std::size_t body_kept_max = std::size_t{64} * 1024;  // capacity that a connection keeps for the next body
constexpr Milliseconds first_head_while_draining{250};

}  // namespace

Arena::Arena(const Limits& limits)
    : parser(limits),
      chunks(limits),
      input_size(limits.header_bytes_max + read_room),
      input(std::make_unique_for_overwrite<char[]>(input_size)) {}

Connection::Connection(Worker& worker, int descriptor, const TlsContext* tls, std::string peer)
    : worker_(worker), common_(worker.common_), stream_(descriptor, tls), peer_(std::move(peer)) {
  request_.peer = peer_;
  request_.secure = stream_.secure();
  by_proxy_ = common_.proxies.trusts(peer_);
}

Connection::~Connection() {
  if (runs_again_) worker_.loop_.forget(*this);
}

void Connection::destroy() {
  if (phase_ == Phase::handling) {
    cut_ = true;  // executed() will destroy it
    worker_.loop_.wheel().clear(*this);
    ::shutdown(stream_.descriptor(), SHUT_RDWR);
    return;
  }
  worker_.remove(*this);
}

Arena& Connection::arena() {
  if (!arena_) arena_ = worker_.borrow();
  return *arena_;
}

void Connection::release_arena() {
  begin_ = end_ = head_end_ = 0;
  if (arena_) worker_.give_back(std::move(arena_));
}

bool Connection::has_work() const { return phase_ == Phase::body || phase_ == Phase::handling || has_input() || has_output(); }

void Connection::on_ready(std::uint32_t events) {
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) hangup_ = true;
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) readable_ = true;
  if (events == 0) runs_again_ = false;
  advance();
}

// Does what can be done now, in bounded steps.
void Connection::advance() {
  if (cut_ || in_step_) return;
  for (std::size_t i = 0; i < steps_max; ++i) {
    if (!step()) return;
  }
  if (runs_again_) return;
  runs_again_ = true;
  worker_.loop_.run_again(*this);
}

// True: there is more to do at once. False: it waits, or is destroyed.
bool Connection::step() {
  if (phase_ == Phase::handshake && !shake_hands()) return false;
  if (phase_ == Phase::lingering) return linger();
  in_step_ = true;
  answer_requests();
  in_step_ = false;
  if (!flush()) return false;
  if (phase_ == Phase::handling) return wait(), false;
  if (closing_) return finish();
  if (!starved_) return true;  // more requests wait in the buffer, the answers before them are on their way
  if (!readable_) return wait(), false;
  return receive();
}

bool Connection::shake_hands() {
  switch (stream_.handshake()) {
    case Io::done:
      phase_ = Phase::head;
      // Bytes of the client may already be inside of the TLS layer.
      readable_ = readable_ || stream_.secure();
      return true;
    case Io::blocked:
      wait_for(Wait::handshake, common_.limits.header_deadline);
      return false;
    case Io::ended:
      break;
  }
  destroy();
  return false;
}

void Connection::answer_requests() {
  starved_ = false;
  const Limits& limits = common_.limits;
  while (!starved_ && !closing_ && phase_ != Phase::handling) {
    if (!has_input()) {
      starved_ = true;
    } else if (arena().output.answers() >= limits.pipelined_max || arena().output.bytes() >= limits.output_bytes_max) {
      return;
    } else if (phase_ == Phase::head) {
      take_head();
    } else {
      take_body();
    }
  }
}

void Connection::take_head() {
  make_room_for_head();
  RequestParser& parser = arena_->parser;
  switch (parser.parse({arena_->input.get() + begin_, end_ - begin_})) {
    case RequestParser::Progress::incomplete:
      starved_ = true;
      return;
    case RequestParser::Progress::refused:
      keep_alive_ = true;
      with_body_ = true;
      http_1_0_ = false;
      refuse(parser.refusal());
      return;
    case RequestParser::Progress::complete:
      begin_request();
  }
}

void Connection::begin_request() {
  const RequestHead& head = arena_->parser.head();
  request_.method = head.method;
  request_.method_text = head.method_text;
  request_.target = head.target;
  request_.path = head.path;
  request_.query = head.query;
  request_.fields = head.fields;
  request_.body = {};
  if (by_proxy_) {
    request_.peer = common_.proxies.client(head.fields, peer_);
    request_.secure = Proxies::secure(head.fields, stream_.secure());
  }
  keep_alive_ = head.keep_alive;
  http_1_0_ = !head.http_1_1;
  with_body_ = head.method != Method::head;
  served_ = true;
  waits_ = Wait::none;
  begin_ += head.size;
  head_end_ = begin_;
  if (!head.chunked && head.content_length == 0) {
    if (auto response = common_.handler->answer_now(request_)) return respond(std::move(*response));
  }

  Admission admission = common_.handler->admit(request_);
  const bool body = head.chunked || head.content_length > 0;
  if (admission.refusal) {
    // The body is not read, so what follows cannot be told from it.
    if (body) admission.refusal->close = unread_input_ = true;
    return respond(std::move(*admission.refusal));
  }
  if (!body) return dispatch();
  if (head.content_length > admission.body_bytes_max) {
    return refuse(413, "content_too_large", "The body of the request is too large.");
  }
  chunked_ = head.chunked;
  body_max_ = admission.body_bytes_max;
  body_left_ = head.content_length;
  body_.clear();
  if (chunked_) arena_->chunks = ChunkedBody(common_.limits);
  phase_ = Phase::body;
  if (head.expects_continue && !has_input()) arena_->output.add_continue();
}

void Connection::take_body() {
  const std::string_view bytes(arena_->input.get() + begin_, end_ - begin_);
  if (chunked_) {
    add_chunked_body(bytes);
  } else {
    add_length_body(bytes);
  }
  // The head stays where it is, the room behind it is used again.
  if (phase_ == Phase::body && !closing_ && !has_input()) begin_ = end_ = head_end_;
}

void Connection::add_length_body(std::string_view bytes) {
  const std::string_view part = bytes.substr(0, body_left_);
  begin_ += part.size();
  const bool whole = part.size() == body_left_;
  if (whole && body_.empty()) {  // all of it is in the buffer
    request_.body = part;
    return dispatch();
  }
  body_.append(part);
  body_left_ -= part.size();
  if (!whole) return;
  request_.body = body_;
  dispatch();
}

void Connection::add_chunked_body(std::string_view bytes) {
  const ChunkedBody::Step taken = arena_->chunks.feed(bytes, body_, body_max_);
  begin_ += taken.consumed;
  if (taken.progress == RequestParser::Progress::refused) return refuse(arena_->chunks.refusal());
  if (taken.progress == RequestParser::Progress::incomplete) return;
  request_.body = body_;
  dispatch();
}

void Connection::dispatch() {
  phase_ = Phase::head;
  if (common_.requests_in_flight.load(std::memory_order_relaxed) >= common_.limits.requests_in_flight_max) {
    common_.observer.refused(503, "overloaded");
    Response response = common_.handler->refuse(503, "overloaded", "Too many requests are being worked on; try again later.");
    const auto seconds = std::max<std::int64_t>(1, (common_.limits.retry_after.count() + 999) / 1000);
    response.head.add("Retry-After", std::to_string(seconds));
    return respond(std::move(response));
  }
  execute();
}

// The root of one request's coroutines: runs at once, frees itself at its end.
struct Connection::Execution {
  struct promise_type {
    Execution get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }  // handle() must not throw
  };
};

Connection::Execution Connection::run(Connection* connection) {
  Response response = co_await connection->common_.handler->handle(connection->request_);
  connection->executed(std::move(response));
}

void Connection::execute() {
  phase_ = Phase::handling;
  common_.requests_in_flight.fetch_add(1, std::memory_order_relaxed);
  run(this);
}

void Connection::executed(Response response) {
  phase_ = Phase::head;
  common_.requests_in_flight.fetch_sub(1, std::memory_order_relaxed);
  if (cut_) return destroy();
  respond(std::move(response));
  if (body_.capacity() > body_kept_max) body_ = {};
  advance();  // nothing, if it was answered without waiting: then step() goes on
}

void Connection::respond(Response response) {
  if (const auto* file = std::get_if<FileBody>(&response.body); file != nullptr && !can_be_sent(*file)) {
    response = common_.handler->refuse(500, "file_unavailable", "The file cannot be read.");
  }
  const bool drained = common_.draining.load(std::memory_order_relaxed) && !has_input();
  const bool keeps = keep_alive_ && !response.close && !drained;
  arena().output.add(std::move(response), {.with_body = with_body_, .keep_alive = keeps, .http_1_0 = http_1_0_}, worker_.date_line());
  arena_->parser.reset();
  if (!keeps) {
    closing_ = true;
    // A client that did not ask for it may be sending its next request.
    unread_input_ = unread_input_ || keep_alive_ || has_input();
  }
}

void Connection::refuse(int status, std::string_view code, std::string_view detail) {
  phase_ = Phase::head;
  common_.observer.refused(status, code);
  Response response = common_.handler->refuse(status, code, detail);
  response.close = true;
  unread_input_ = true;
  respond(std::move(response));
}

// False: it waits for the client to take more, or is destroyed.
bool Connection::flush() {
  if (!has_output()) return true;
  std::uint64_t put = 0;
  const Io outcome = arena_->output.flush(stream_, put);
  worker_.bytes_out_ += put;
  since_write_ += put;
  if (outcome == Io::done) {
    if (waits_ == Wait::write) waits_ = Wait::none;
    return true;
  }
  if (outcome == Io::ended) return destroy(), false;
  if (since_write_ >= write_progress_bytes) waits_ = Wait::none;
  if (waits_ != Wait::write) since_write_ = 0;
  // While the handler works the client may take its time.
  if (phase_ == Phase::handling) return wait(), false;
  wait_for(Wait::write, common_.limits.write_deadline);
  return false;
}

// False: waits or destroyed.
bool Connection::receive() {
  Arena& memory = arena();
  if (phase_ == Phase::head && !has_input()) begin_ = end_ = 0;
  std::size_t got = 0;
  const std::size_t room = memory.input_size - end_;  // never 0: see make_room_for_head()
  switch (stream_.read(memory.input.get() + end_, room, got)) {
    case Io::done:
      end_ += got;
      worker_.bytes_in_ += got;
      // Edge triggered: fewer bytes than asked for means that the next ones, or the end, come with an event of their own.
      if (got < room && !hangup_ && !stream_.secure()) readable_ = false;
      return true;
    case Io::blocked:
      readable_ = false;
      return true;
    case Io::ended:
      break;
  }
  destroy();
  return false;
}

// A head starts so far in front that the largest one fits behind it, and some bytes of its body too. Once per filled buffer at most.
void Connection::make_room_for_head() {
  if (begin_ < read_room / 2) return;
  std::memmove(arena_->input.get(), arena_->input.get() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
}

// The last answer is written. What the client has sent behind it is read for a while: closing at once would make the system reset the
// connection, and the client might never see the answer (RFC 9112, 9.6).
bool Connection::finish() {
  if (!unread_input_) return destroy(), false;
  stream_.shut_down();
  phase_ = Phase::lingering;
  readable_ = true;
  wait_for(Wait::linger, common_.limits.linger_deadline);
  return true;
}

bool Connection::linger() {
  Arena& memory = arena();
  std::size_t got = 0;
  const Io outcome = stream_.read(memory.input.get(), memory.input_size, got);
  lingered_ += got;
  worker_.bytes_in_ += got;
  if (outcome == Io::done && lingered_ < linger_bytes_max) return true;
  if (outcome == Io::blocked) return false;
  destroy();
  return false;
}

// Sets the deadline that fits what is waited for.
void Connection::wait() {
  const Limits& limits = common_.limits;
  switch (phase_) {
    case Phase::handling:
      worker_.loop_.wheel().clear(*this);
      waits_ = Wait::none;
      return;
    case Phase::body:
      return wait_for(Wait::body, limits.body_deadline);
    case Phase::head:
      break;
    default:
      return;
  }
  if (has_input()) return wait_for(Wait::head, limits.header_deadline);
  release_arena();
  if (!served_) return wait_for(Wait::first_head, limits.header_deadline);
  if (common_.draining.load(std::memory_order_relaxed)) return destroy();
  waits_ = Wait::none;  // begins anew with each request
  wait_for(Wait::idle, limits.idle_deadline);
}

// A deadline counts from the moment when the wait for this thing began, however often bytes come in between.
void Connection::wait_for(Wait what, Milliseconds deadline) {
  if (waits_ == what) return;
  waits_ = what;
  const bool silent = what == Wait::handshake || what == Wait::first_head;
  if (silent && common_.draining.load(std::memory_order_relaxed)) deadline = std::min(deadline, first_head_while_draining);
  worker_.loop_.wheel().set(*this, worker_.loop_.now_ms() + deadline.count());
}

void Connection::on_deadline() {
  const Wait what = std::exchange(waits_, Wait::none);
  if (what == Wait::none) return;  // what it was for has come meanwhile
  if ((what == Wait::head || what == Wait::body) && !has_output()) {
    with_body_ = keep_alive_ = true;
    refuse(408, what == Wait::head ? "header_timeout" : "body_timeout", "The request did not arrive in time.");
    return advance();
  }
  destroy();
}

void Connection::drain() {
  if (has_work() || phase_ == Phase::lingering) return;
  readable_ = true;  // a last look for a request that is already here
  waits_ = Wait::none;
  advance();
}

}  // namespace gh::net
