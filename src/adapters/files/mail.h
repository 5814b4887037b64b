// FilesMail: the mail port as .eml files (RFC 5322) in an outbox folder, for shops without a mail server, and for tests.
//
// Any thread may call it; a send writes one small file on the calling thread. A file appears whole (written aside, synced, renamed) and is
// named after the message's id: the same id again is the same file and is left as it is.
#pragma once
#include <filesystem>
#include <string>

#include "base/time.h"
#include "platform/ports/mail.h"

namespace gh::files {

class FilesMail final : public ports::Mail {
 public:
  static constexpr std::size_t text_bytes_max = 1 << 20;
  static constexpr std::size_t subject_bytes_max = 2000;

  // from: the shop's address; its domain ends the Message-IDs.
  FilesMail(std::filesystem::path outbox, std::string from, const Clock& clock);

  Task<Result<void>> send(ports::Message) override;

  std::filesystem::path file_of(const std::string& id) const;

 private:
  Result<void> write(const ports::Message&) const;

  const std::filesystem::path outbox_;
  const std::string from_;
  const Clock& clock_;
};

// The message as it goes over the wire. Fails with errors::invalid if the address is not one, or something is too long.
Result<std::string> format_eml(const ports::Message&, const std::string& from, Timestamp now);

}  // namespace gh::files
