#include "contexts/pricing/shares.h"

#include <algorithm>
#include <numeric>

namespace gh::pricing {

std::vector<std::int64_t> shares_of(std::int64_t amount, std::span<const std::int64_t> weights) {
  __extension__ using Wide = __int128;  // of two amounts
  std::vector<std::int64_t> shares(weights.size(), 0);
  const auto sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  if (amount <= 0 || sum <= 0) return shares;
  if (weights.size() == 1) {
    shares.front() = amount;
    return shares;
  }
  struct Rest {
    std::int64_t rest;
    std::size_t at;
  };
  std::vector<Rest> rests;
  rests.reserve(weights.size());
  std::int64_t left = amount;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto quota = static_cast<Wide>(amount) * weights[i];
    shares[i] = static_cast<std::int64_t>(quota / sum);
    left -= shares[i];
    rests.push_back({static_cast<std::int64_t>(quota % sum), i});
  }
  // Fewer cents are left than there are remainders above 0: they sum up to `left` times `sum` and each is below `sum`.
  std::ranges::sort(rests, [](const Rest& a, const Rest& b) { return a.rest != b.rest ? a.rest > b.rest : a.at < b.at; });
  for (std::int64_t i = 0; i < left; ++i) ++shares[rests[static_cast<std::size_t>(i)].at];
  return shares;
}

}  // namespace gh::pricing
