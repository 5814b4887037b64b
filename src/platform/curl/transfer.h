// What each transfer of libcurl's needs from C++.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "platform/curl/driver.h"

namespace gh::curl {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, const std::string& line);

// CURLOPT_READFUNCTION; `from` is the std::string_view of what is not sent yet.
std::size_t send_rest(char* into, std::size_t, std::size_t size, void* from);

}  // namespace gh::curl
