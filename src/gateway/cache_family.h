// The families of kept answers. Where nodes share what they have made, each has a time to live of its own (configuration:
// cache.<family>_ttl).
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace gh::gateway {

enum class CacheFamily : std::uint8_t { products, farms, categories, search };
inline constexpr std::array<std::string_view, 4> cache_family_names{"products", "farms", "categories", "search"};
inline constexpr std::size_t cache_families = cache_family_names.size();

}  // namespace gh::gateway
