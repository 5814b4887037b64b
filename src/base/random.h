// Where randomness comes from. Secrets (tokens, salts) come from a source that is fit for them; a simulation gives a seeded one.
#pragma once
#include <cstdint>

namespace gh {

class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next() = 0;  // 64 uniform bits; callable from any thread
};

}  // namespace gh
