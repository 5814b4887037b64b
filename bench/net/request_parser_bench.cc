// Our request parser against Boost.Beast's on one browser request, in one run (docs/adr/0001). Beast twice: as everyone uses it, and its
// bare grammar with views for fields, which is the least that it can cost.
#include <benchmark/benchmark.h>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "net/request_parser.h"

namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::string_view browser_request =
    "GET /api/v1/products?limit=20&category=vegetables HTTP/1.1\r\n"
    "Host: shop.example:8080\r\n"
    "Connection: keep-alive\r\n"
    "Cache-Control: max-age=0\r\n"
    "sec-ch-ua: \"Not/A)Brand\";v=\"8\", \"Chromium\";v=\"126\", \"Google Chrome\";v=\"126\"\r\n"
    "sec-ch-ua-mobile: ?0\r\n"
    "sec-ch-ua-platform: \"Linux\"\r\n"
    "Upgrade-Insecure-Requests: 1\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8\r\n"
    "Sec-Fetch-Site: none\r\n"
    "Sec-Fetch-Mode: navigate\r\n"
    "Sec-Fetch-User: ?1\r\n"
    "Sec-Fetch-Dest: document\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: en-US,en;q=0.9,de;q=0.8\r\n"
    "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark; cart=01HZX5J8Q2\r\n"
    "If-None-Match: \"0123456789abcdef\"\r\n\r\n";

void ours(benchmark::State& state) {
  const gh::net::Limits limits;
  gh::net::RequestParser parser(limits);
  for (auto _ : state) {
    parser.reset();
    if (parser.parse(browser_request) != gh::net::RequestParser::Progress::complete) state.SkipWithError("refused");
    benchmark::DoNotOptimize(parser.head().fields.size());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(browser_request.size()));
}

void beast_with_fields(benchmark::State& state) {
  for (auto _ : state) {
    http::request_parser<http::empty_body> parser;
    beast::error_code error;
    parser.put(boost::asio::buffer(browser_request), error);
    if (error || !parser.is_done()) state.SkipWithError("refused");
    benchmark::DoNotOptimize(parser.get().target());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(browser_request.size()));
}

class Views final : public http::basic_parser<true> {
 public:
  std::array<std::pair<beast::string_view, beast::string_view>, 100> fields;
  std::size_t count = 0;
  beast::string_view target;

 private:
  void on_request_impl(http::verb, beast::string_view, beast::string_view what, int, beast::error_code&) override { target = what; }
  void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
  void on_field_impl(http::field, beast::string_view name, beast::string_view value, beast::error_code&) override {
    if (count < fields.size()) fields[count++] = {name, value};
  }
  void on_header_impl(beast::error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
  std::size_t on_body_impl(beast::string_view body, beast::error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, beast::error_code&) override { return body.size(); }
  void on_finish_impl(beast::error_code&) override {}
};

void beast_with_views(benchmark::State& state) {
  for (auto _ : state) {
    Views parser;
    beast::error_code error;
    parser.put(boost::asio::buffer(browser_request), error);
    if (error || !parser.is_done()) state.SkipWithError("refused");
    benchmark::DoNotOptimize(parser.count);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(browser_request.size()));
}

BENCHMARK(ours);
BENCHMARK(beast_with_views);
BENCHMARK(beast_with_fields);

}  // namespace

BENCHMARK_MAIN();
