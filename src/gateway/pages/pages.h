// Pages: the part of the address space that the page server (Next.js) makes, with a cache in front of it (README.md).
//
// One per process, outlives the server; every I/O thread calls it.
#pragma once
#include <atomic>
#include <memory>

#include "base/random.h"
#include "base/time.h"
#include "gateway/middleware/kept.h"
#include "gateway/page_source.h"
#include "gateway/pages/kept_page.h"
#include "gateway/pages/page_headers.h"
#include "gateway/pages/settings.h"
#include "gateway/reader_words.h"
#include "net/upstream.h"

namespace gh::metrics {
class Counter;
class Histogram;
class Registry;
}  // namespace gh::metrics

namespace gh::gateway {

class Pages final : public PageSource {
 public:
  static constexpr std::string_view search_tag = "search";  // dropped by whoever moves the search index

  Pages(const PagesSettings& settings, const Clock& clock, Random& random, const ReaderWords& readers, metrics::Registry& registry);

  bool has(std::string_view path) const override;
  std::size_t request_bytes_max() const override { return settings_.request_bytes_max; }
  std::optional<net::Response> answer_now(const net::Request& request) override;
  Task<net::Response> handle(const net::Request& request, std::string request_id) override;

  // What the change feed drops.
  Kept<KeptPage>& kept() { return kept_; }

 private:
  using Flight = Kept<KeptPage>::Flight;

  Task<net::Upstream::Outcome> ask(const net::Request& request, const Forwarding& forwarding);
  Task<net::Response> lead(const net::Request& request, const std::string& key, Flight flight, std::string request_id, Audience audience);
  Task<net::Response> pass(const net::Request& request, std::string request_id);
  std::shared_ptr<const KeptPage> page_to_keep(net::UpstreamAnswer& answer, const PageAnswer& read, std::string_view nonce) const;
  net::Response from_kept(const net::Request& request, const KeptPage& page, std::string_view word) const;
  net::Response from_answer(const net::Request& request, net::UpstreamAnswer answer, PageAnswer read, std::string_view nonce) const;
  net::Response away(const net::Request& request, net::UpstreamFailure failure, std::string_view request_id);

  const PagesSettings settings_;
  const Clock& clock_;
  Random& random_;
  const ReaderWords& readers_;
  Kept<KeptPage> kept_;
  std::unique_ptr<net::Upstream> upstream_;
  metrics::Histogram& duration_;
  std::vector<metrics::Counter*> failures_;  // by UpstreamFailure
  std::atomic<std::int64_t> complained_ms_{0};
};

}  // namespace gh::gateway
