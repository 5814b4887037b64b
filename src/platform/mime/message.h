// A message of the mail port as it goes over the wire (RFC 5322, RFC 2045 to 2047), for every adapter that sends one.
#pragma once
#include <string>

#include "base/error.h"
#include "base/time.h"
#include "platform/ports/mail.h"

namespace gh::mime {

inline constexpr std::size_t text_bytes_max = 1 << 20;
inline constexpr std::size_t subject_bytes_max = 2000;

// Lines end with CR LF, and all is ASCII. from: the shop's address; its domain ends the Message-ID, which is the same for the same id.
// Fails with errors::invalid if an address is none, or something is too long.
Result<std::string> format_message(const ports::Message&, const std::string& from, Timestamp now);

}  // namespace gh::mime
