#include "adapters/redis/connection.h"

#include <hiredis/hiredis.h>

#include <fmt/format.h>

namespace gh::redis {

namespace {

constexpr std::size_t receive_bytes = std::size_t{16} * 1024;
constexpr int reply_depth_max = 4;  // CLUSTER SLOTS has so many; what our scripts answer is flat

Reply to_reply(const redisReply& from, int depth = 0) {
  Reply reply;
  switch (from.type) {
    case REDIS_REPLY_INTEGER:
      reply.kind = Reply::Kind::integer;
      reply.integer = from.integer;
      break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      reply.kind = Reply::Kind::text;
      reply.text.assign(from.str, static_cast<std::size_t>(from.len));
      break;
    case REDIS_REPLY_ERROR:
      reply.kind = Reply::Kind::error;
      reply.text.assign(from.str, static_cast<std::size_t>(from.len));
      break;
    case REDIS_REPLY_ARRAY:
      reply.kind = Reply::Kind::list;
      for (std::size_t i = 0; i < from.elements && depth < reply_depth_max; ++i)
        reply.list.push_back(to_reply(*from.element[i], depth + 1));
      break;
    default:
      break;
  }
  return reply;
}

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find_first_of("\r\n"))); }

}  // namespace

void Connection::Free::operator()(redisReader* reader) const { redisReaderFree(reader); }

Connection::Connection(Socket socket) : socket_(std::move(socket)), reader_(redisReaderCreate()) {}

Result<Connection> Connection::open(const Address& address, Instant deadline) {
  if (address.master.empty()) return enter(address.endpoints.front(), address, deadline);
  GH_TRY(const auto master, master_of(address, deadline));
  return enter(master, address, deadline);
}

// The first Sentinel that knows (Redis, "Guidelines for Redis clients with Sentinel"). Each gets an even part of the time.
Result<Endpoint> Connection::master_of(const Address& address, Instant deadline) {
  const auto share = (deadline - std::chrono::steady_clock::now()) / static_cast<int>(address.endpoints.size() + 1);
  std::string why = "no Sentinel answered";
  for (const auto& sentinel : address.endpoints) {
    const auto until = std::chrono::steady_clock::now() + share;
    auto socket = Socket::open(sentinel, address, until);
    if (!socket) {
      why = socket.error().detail();
      continue;
    }
    Connection connection(*std::move(socket));
    const auto known = connection.authenticate(sentinel, address.sentinel_user, address.sentinel_password, until);
    const auto reply = known ? connection.must(sentinel, {"SENTINEL", "get-master-addr-by-name", address.master}, until)
                             : Result<Reply>(std::unexpected(known.error()));
    if (!reply) {
      why = reply.error().detail();
      continue;
    }
    if (reply->kind == Reply::Kind::list && reply->list.size() == 2)
      return Endpoint{.host = reply->list[0].text, .port = static_cast<std::uint16_t>(std::atoi(reply->list[1].text.c_str()))};
    why = fmt::format("the Sentinel {} knows no master {}", sentinel.text(), address.master);
  }
  return broken(why);
}

Result<Connection> Connection::sign_in(const Endpoint& endpoint, const Address& address, Instant deadline) {
  GH_TRY(auto socket, Socket::open(endpoint, address, deadline));
  Connection connection(std::move(socket));
  GH_CHECK(connection.authenticate(endpoint, address.user, address.password, deadline));
  if (address.database != 0) GH_CHECK(connection.must(endpoint, {"SELECT", std::to_string(address.database)}, deadline));
  return connection;
}

Result<void> Connection::authenticate(const Endpoint& endpoint, const std::string& user, const std::string& password, Instant deadline) {
  if (password.empty()) return {};
  GH_CHECK(must(endpoint, user.empty() ? Command{"AUTH", password} : Command{"AUTH", user, password}, deadline));
  return {};
}

Result<Connection> Connection::enter(const Endpoint& endpoint, const Address& address, Instant deadline) {
  GH_TRY(auto connection, sign_in(endpoint, address, deadline));
  GH_TRY(const auto role, connection.must(endpoint, {"ROLE"}, deadline));
  // A replica that was a master until a moment ago would refuse all that we write.
  if (role.list.empty() || role.list[0].text != "master") return broken(endpoint.text() + " is no master");
  return connection;
}

Result<Reply> Connection::must(const Endpoint& endpoint, const Command& command, Instant deadline) {
  GH_TRY(auto reply, ask(command, deadline));
  if (reply.is_error()) return broken(fmt::format("{}: {}", endpoint.text(), first_line(reply.text)));
  return reply;
}

Result<Reply> Connection::ask(const Command& command, Instant deadline) {
  add(command);
  for (;;) {
    GH_CHECK(send());
    GH_TRY(auto reply, next());
    if (reply) return *std::move(reply);
    if (!socket_.wait(has_output(), deadline)) return broken("no answer in time");
    GH_CHECK(receive());
  }
}

void Connection::add(const Command& command) {
  fmt::format_to(std::back_inserter(output_), "*{}\r\n", command.size());
  for (const auto& word : command) fmt::format_to(std::back_inserter(output_), "${}\r\n{}\r\n", word.size(), word);
}

Result<void> Connection::send() {
  while (has_output()) {
    GH_TRY(const auto count, socket_.write(std::string_view(output_).substr(sent_)));
    if (count == 0) return {};
    sent_ += count;
  }
  output_.clear();
  sent_ = 0;
  return {};
}

Result<void> Connection::receive() {
  std::array<char, receive_bytes> buffer;
  for (;;) {
    GH_TRY(const auto count, socket_.read(buffer));
    if (count == 0) return {};
    if (redisReaderFeed(reader_.get(), buffer.data(), count) != REDIS_OK) return broken(reader_->errstr);
  }
}

Result<std::optional<Reply>> Connection::next() {
  void* raw = nullptr;
  if (redisReaderGetReply(reader_.get(), &raw) != REDIS_OK) return broken(reader_->errstr);
  if (raw == nullptr) return std::nullopt;
  const std::unique_ptr<redisReply, void (*)(void*)> owned(static_cast<redisReply*>(raw), &freeReplyObject);
  return to_reply(*owned);
}

}  // namespace gh::redis
