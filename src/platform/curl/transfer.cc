#include "platform/curl/transfer.h"

#include <new>

namespace gh::curl {

void append(List& list, const std::string& line) {
  auto* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  (void)list.release();
  list.reset(longer);
}

std::size_t send_rest(char* into, std::size_t, std::size_t size, void* from) {
  auto& unsent = *static_cast<std::string_view*>(from);
  const auto count = unsent.copy(into, size);
  unsent.remove_prefix(count);
  return count;
}

}  // namespace gh::curl
