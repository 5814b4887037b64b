#include "adapters/redis/script.h"

#include <openssl/evp.h>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::redis {

namespace {

std::string sha1_of(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) fmt::format_to(std::back_inserter(hex), "{:02x}", digest[i]);
  return hex;
}

}  // namespace

Script::Script(std::string text) : text_(std::move(text)), sha1_(sha1_of(text_)) {}

Task<Result<Reply>> Script::run(Commands& client, std::string key, Command arguments) const {
  Command command{"EVALSHA", sha1_, "1", std::move(key)};
  std::ranges::move(arguments, std::back_inserter(command));
  GH_CO_TRY(auto reply, co_await client.ask(command));
  if (reply.is_error("NOSCRIPT")) {
    command[0] = "EVAL";
    command[1] = text_;
    GH_CO_TRY(reply, co_await client.ask(std::move(command)));
  }
  if (reply.is_error()) co_return fail(errors::unavailable, "Redis: " + reply.text);
  co_return reply;
}

void Script::tell(Commands& client, std::string key, Command arguments) const {
  Command command{"EVAL", text_, "1", std::move(key)};
  std::ranges::move(arguments, std::back_inserter(command));
  client.tell(std::move(command));
}

}  // namespace gh::redis
