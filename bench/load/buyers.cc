#include "buyers.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "connection.h"

namespace gh::load {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int events_max = 512;
constexpr auto retry_pause = std::chrono::milliseconds(50);
constexpr auto answer_deadline = std::chrono::seconds(20);
constexpr std::size_t strange_max = 5;
constexpr int not_found_max = 5;

double ms_since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

std::string request(std::string_view method, std::string_view path, std::string_view body, std::string_view more = {}) {
  return fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{}Content-Length: {}\r\n\r\n{}", method, path,
                     more, body.size(), body);
}

// The text of a string member; this program reads answers of one server whose member names do not occur as values.
std::string_view member(std::string_view json, std::string_view name) {
  const auto at = json.find(fmt::format("\"{}\":\"", name));
  if (at == std::string_view::npos) return {};
  const auto from = at + name.size() + 4;
  return json.substr(from, json.find('"', from) - from);
}

struct Buyer {
  enum class Step { cart, line, order, cancel };
  std::unique_ptr<Connection> connection = std::make_unique<Connection>();
  Step step = Step::cart;
  std::string cart, key, sku, payment_method, order;
  int done = 0;
  int not_found = 0;  // of this purchase
  Clock::time_point purchase_start, request_start, wake;
  bool sleeping = false, finished = false;
  bool called = false;  // this step is in the history
};

class Run {
 public:
  explicit Run(const Plan& plan) : plan_(plan), buyers_(static_cast<std::size_t>(plan.buyers)), random_(plan.seed) {
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    server_.sin_family = AF_INET;
    server_.sin_port = htons(plan.port);
    server_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ledger_ = open_notes(plan.ledger);
    history_ = open_notes(plan.history);
  }
  ~Run() {
    ::close(epoll_);
    for (const int file : {ledger_, history_}) {
      if (file >= 0) ::close(file);
    }
  }

  Figures go() {
    start_ = Clock::now();
    for (std::size_t i = 0; i < buyers_.size(); ++i) {
      connect(i);
      begin(i);
    }
    epoll_event events[events_max];
    while (open_ > 0 && ms_since(start_) < plan_.seconds * 1000) {
      const int n = epoll_wait(epoll_, events, events_max, 20);
      for (int e = 0; e < n; ++e) progress(events[e].data.u64);
      wake_sleepers();
    }
    figures_.seconds = ms_since(start_) / 1000;
    return std::move(figures_);
  }

 private:
  static int open_notes(const std::string& file) {
    return file.empty() ? -1 : ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  }
  void connect(std::size_t i) {
    auto& buyer = buyers_[i];
    if (!buyer.connection->open(epoll_, server_, i)) give_up(i);
  }
  void begin(std::size_t i) {
    auto& buyer = buyers_[i];
    buyer.step = Buyer::Step::cart;
    buyer.not_found = 0;
    buyer.called = false;
    buyer.sku = plan_.skus[(i + static_cast<std::size_t>(buyer.done) * 7) % plan_.skus.size()];
    buyer.payment_method = plan_.payment_methods[random_() % plan_.payment_methods.size()];
    buyer.key = fmt::format("{:x}-{}-{}-{:x}", plan_.seed, i, buyer.done, random_());
    buyer.purchase_start = Clock::now();
    if (!buyer.finished && buyer.done == 0) ++open_;
    send(i);
  }
  void send(std::size_t i) {
    auto& buyer = buyers_[i];
    std::string text;
    switch (buyer.step) {
      case Buyer::Step::cart:
        text = request("POST", "/api/v1/carts", "{}");
        break;
      case Buyer::Step::line:
        text = request("PUT", fmt::format("/api/v1/carts/{}/lines/{}", buyer.cart, buyer.sku), R"({"quantity":1})");
        break;
      case Buyer::Step::order:
        text = request(
            "POST", "/api/v1/orders",
            fmt::format(R"({{"cart":"{}","email":"buyer-{}@example.com","payment_method":"{}"}})", buyer.cart, i, buyer.payment_method),
            fmt::format("Idempotency-Key: {}\r\n", buyer.key));
        break;
      case Buyer::Step::cancel:
        text = request("POST", fmt::format("/api/v1/orders/{}/cancel?email=buyer-{}@example.com", buyer.order, i), "");
        break;
    }
    buyer.request_start = Clock::now();
    note_call(buyer);
    buyer.connection->send(std::move(text));
    ++figures_.requests;
    progress(i);
  }
  void progress(std::size_t i) {
    auto& buyer = buyers_[i];
    if (buyer.finished || buyer.sleeping) return;
    const auto state = buyer.connection->advance();
    if (state == Connection::State::answered) {
      answered(i);
    } else if (state == Connection::State::broken) {
      broken(i);
    }
  }
  void answered(std::size_t i) {
    auto& buyer = buyers_[i];
    const int status = buyer.connection->status();
    const auto body = buyer.connection->body();
    const auto code = status < 300 ? std::string_view() : member(body, "code");
    // 502 and 504 are a balancer's. A write of unknown outcome is asked for again, with the same key, to find out.
    const bool not_now = status == 502 || status == 503 || status == 504 || status == 429;
    if (not_now || code == "in_progress" || (plan_.retry && code == "outcome_unknown")) return pause(i);
    // What was acknowledged is not there: a broken server may show it a little later.
    if (status == 404 && plan_.retry && buyer.not_found++ < not_found_max) return pause(i);
    if (buyer.step == Buyer::Step::cart && status == 201) {
      buyer.cart = member(body, "id");
      buyer.step = Buyer::Step::line;
      return send(i);
    }
    if (buyer.step == Buyer::Step::line && status == 200) {
      buyer.step = Buyer::Step::order;
      return send(i);
    }
    if (buyer.step == Buyer::Step::order) {
      figures_.order_ms.push_back(ms_since(buyer.request_start));
      if (status == 201 || status == 202) return ordered(i, status, body);
    }
    const bool shown = code == "cart_changed" && body.find("\"available\":") != std::string_view::npos;
    if (buyer.step == Buyer::Step::order) note_return(buyer, code == "sold_out" ? "refused" : shown ? "shown" : "failed");
    if (buyer.step == Buyer::Step::cancel && status == 200 && member(body, "status") == "cancelled") {
      note_return(buyer, "cancelled");
      ++figures_.cancelled;
      note(fmt::format("cancelled {}\n", buyer.order));
    } else if (code == "sold_out" || code == "cart_changed") {
      ++figures_.sold_out;
      if (body.find("\"available\":") != std::string_view::npos) ++figures_.told_what_is_left;
    } else if (status == 402) {
      ++figures_.declined;
    } else {
      ++figures_.other;
      if (figures_.strange.size() < strange_max)
        figures_.strange.push_back(fmt::format("step {}: {} {}", static_cast<int>(buyer.step), status, body.substr(0, 300)));
    }
    next(i);
  }
  void ordered(std::size_t i, int status, std::string_view body) {
    auto& buyer = buyers_[i];
    buyer.order = member(body, "id");
    note_return(buyer, status == 201 ? "sold" : "pending");
    note(fmt::format("{} {} {} {}\n", status == 201 ? "paid" : "pending", buyer.order, buyer.key, buyer.sku));
    if (status == 202) {
      ++figures_.pending;
      return next(i);
    }
    ++figures_.placed;
    figures_.purchase_ms.push_back(ms_since(buyer.purchase_start));
    if (static_cast<int>(random_() % 100) >= plan_.cancel_percent) return next(i);
    note(fmt::format("cancelling {}\n", buyer.order));
    buyer.step = Buyer::Step::cancel;
    buyer.called = false;
    send(i);
  }
  void next(std::size_t i) {
    auto& buyer = buyers_[i];
    ++buyer.done;
    if (plan_.orders_per_buyer != 0 && buyer.done >= plan_.orders_per_buyer) {
      give_up(i);
    } else {
      begin(i);
    }
  }
  void broken(std::size_t i) {
    ++figures_.broken;
    if (!plan_.retry) return give_up(i);
    pause(i);
  }
  // The same request again, after a while, on a new connection.
  void pause(std::size_t i) {
    auto& buyer = buyers_[i];
    buyer.connection->close();
    buyer.sleeping = true;
    buyer.wake = Clock::now() + retry_pause;
  }
  void wake_sleepers() {
    const auto now = Clock::now();
    if (now < next_look_) return;
    next_look_ = now + std::chrono::milliseconds(20);
    for (std::size_t i = 0; i < buyers_.size(); ++i) {
      auto& buyer = buyers_[i];
      if (!buyer.finished && !buyer.sleeping && now - buyer.request_start > answer_deadline) broken(i);
      if (buyer.finished || !buyer.sleeping || now < buyer.wake) continue;
      buyer.sleeping = false;
      connect(i);
      send(i);
    }
  }
  void give_up(std::size_t i) {
    auto& buyer = buyers_[i];
    if (buyer.finished) return;
    buyer.finished = true;
    buyer.connection->close();
    --open_;
  }
  void note(const std::string& line) const { append(ledger_, line); }
  static void append(int file, const std::string& line) {
    if (file >= 0 && ::write(file, line.data(), line.size()) < 0) std::perror("ledger");
  }
  // Of orders and of their ends alone: a cart promises nothing.
  void note_call(Buyer& buyer) const {
    if (buyer.called || (buyer.step != Buyer::Step::order && buyer.step != Buyer::Step::cancel)) return;
    buyer.called = true;
    append(history_, fmt::format("call {} {} {}\n", in_history(buyer), buyer.sku, now_ns()));
  }
  void note_return(const Buyer& buyer, std::string_view outcome) const {
    append(history_, fmt::format("return {} {} {}\n", in_history(buyer), now_ns(), outcome));
  }
  static std::string in_history(const Buyer& buyer) { return buyer.key + (buyer.step == Buyer::Step::cancel ? "/cancel" : ""); }
  static std::int64_t now_ns() { return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count(); }

  const Plan& plan_;
  std::vector<Buyer> buyers_;
  std::mt19937_64 random_;
  Figures figures_;
  Clock::time_point start_, next_look_;
  sockaddr_in server_{};
  int epoll_ = -1, ledger_ = -1, history_ = -1, open_ = 0;
};

}  // namespace

Figures run(const Plan& plan) { return Run(plan).go(); }

}  // namespace gh::load
