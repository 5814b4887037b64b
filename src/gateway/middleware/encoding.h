// Content codings (RFC 9110, 8.4): which one a client wants, and making it.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gh::gateway {

enum class Encoding : std::uint8_t { identity, gzip, brotli };
inline constexpr std::size_t encodings = 3;
inline constexpr std::size_t encode_bytes_min = 860;  // below it a coding costs more bytes and time than it saves

std::string_view encoding_name(Encoding);  // "gzip"; empty for identity

// The best one that an Accept-Encoding value allows (br before gzip at equal weight); nothing if it forbids identity and names
// none that we make. A missing field is identity.
std::optional<Encoding> accepted_encoding(std::optional<std::string_view> accept_encoding);

// Whether the value allows this one at all.
bool accepts(std::optional<std::string_view> accept_encoding, Encoding);

// level: 0 fast (an answer that is sent once), 1 dense (bytes that are kept).
std::string encode(Encoding, std::string_view bytes, int level);

}  // namespace gh::gateway
