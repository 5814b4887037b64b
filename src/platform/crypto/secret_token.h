// Secrets that a client carries (refresh tokens, reset links): 256 random bits as 43 characters of base64url. Only their hash is
// stored, so that who reads the store cannot act for anyone; a plain hash is enough, because there is nothing to guess.
#pragma once
#include <string>
#include <string_view>

#include "base/random.h"

namespace gh::crypto {

inline constexpr std::size_t secret_token_length = 43;

std::string make_secret_token(Random& random);
// What is stored and looked up: SHA-256 as base64url.
std::string stored_form(std::string_view secret_token);

}  // namespace gh::crypto
