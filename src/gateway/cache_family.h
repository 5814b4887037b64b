// The families of kept answers. Where nodes share what they have made, each has a time to live of its own (configuration:
// cache.<family>_ttl).
#pragma once
#include <cstddef>
#include <cstdint>

namespace gh::gateway {

enum class CacheFamily : std::uint8_t { products, farms, categories, search };
inline constexpr std::size_t cache_families = 4;

}  // namespace gh::gateway
