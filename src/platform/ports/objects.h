// Objects: whole files by name, for what is too large for a document. What they are is in a document that names them.
//
// Contract (tests/contract/objects): an object that was put MUST be durable and whole before put() answers; a reader MUST never see a part
// of one. The same id again MUST leave one whole object; an id stands for the same bytes for ever, so either may be kept. get() of what
// is not there MUST give nothing, erase() of it MUST succeed. An id is 1 to id_bytes_max letters, digits, '_' and '-'; any other MUST be
// refused with `invalid` and reach no other object. None of it may block the caller's thread.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/task.h"

namespace gh::ports {

class Objects {
 public:
  static constexpr std::size_t id_bytes_max = 100;

  virtual ~Objects() = default;
  virtual Task<Result<void>> put(std::string id, std::string bytes) = 0;
  virtual Task<Result<std::optional<std::string>>> get(std::string id) = 0;
  virtual Task<Result<void>> erase(std::string id) = 0;
};

bool is_object_id(std::string_view id);

}  // namespace gh::ports
