#include "net/request_parser.h"

#include <gtest/gtest.h>

#include <random>

namespace gh::net {
namespace {

using Progress = RequestParser::Progress;
using namespace std::string_literals;

// What became of the bytes, as text: "200 GET path ?query host=… n fields [keep] [length=…] [chunked] [continue] size", or "status code".
std::string outcome(RequestParser& parser, Progress progress) {
  switch (progress) {
    case Progress::incomplete:
      return "incomplete";
    case Progress::refused:
      return fmt::format("{} {}", parser.refusal().status, parser.refusal().code);
    case Progress::complete:
      break;
  }
  const RequestHead& head = parser.head();
  std::string text = fmt::format("{} {} ?{} host={} size={}", head.method_text, head.path, head.query, head.host, head.size);
  for (const Field& field : head.fields) text += fmt::format(" [{}|{}]", field.name, field.value);
  text += fmt::format(" length={} chunked={} keep={} continue={} 1.1={}", head.content_length, head.chunked, head.keep_alive,
                      head.expects_continue, head.http_1_1);
  return text;
}

std::string outcome_at_once(const Limits& limits, std::string_view bytes) {
  RequestParser parser(limits);
  return outcome(parser, parser.parse(bytes));
}

// As a connection does: the bytes grow in place.
std::string outcome_in_parts(const Limits& limits, std::string_view bytes, std::span<const std::size_t> cuts) {
  RequestParser parser(limits);
  for (const std::size_t cut : cuts) {
    const Progress progress = parser.parse(bytes.substr(0, cut));
    if (progress != Progress::incomplete) return outcome(parser, progress);
  }
  return outcome(parser, parser.parse(bytes));
}

struct Row {
  std::string name;
  std::string input;
  std::string expected;  // "ok", or "status code"
};

std::string get(std::string_view fields) { return fmt::format("GET / HTTP/1.1\r\nHost: a.example\r\n{}\r\n", fields); }
std::string line(std::string_view request_line) { return fmt::format("{}\r\nHost: a.example\r\n\r\n", request_line); }
std::string host(std::string_view value) { return fmt::format("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", value); }

std::string many_fields(std::size_t count) {
  std::string fields;
  for (std::size_t i = 0; i < count; ++i) fields += fmt::format("X-{}: v\r\n", i);
  return fields;
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"plain", get(""), "ok"},
      {"empty_line_before", "\r\n" + get(""), "ok"},
      {"two_empty_lines_before", "\r\n\r\n" + get(""), "400 bad_request_line"},
      {"bare_lf_before", "\n" + get(""), "400 bad_request_line"},
      {"bare_cr_before", "\rG" + get(""), "400 bare_carriage_return"},
      {"all_field_characters", get("!#$%&'*+-.^_`|~09azAZ: \x80\xff!\"(),/:;<=>?@[\\]{} \t.\r\n"), "ok"},
      {"empty_value", get("X:\r\n"), "ok"},
      {"no_space_before_value", get("X:y\r\n"), "ok"},

      {"method_unknown", line("BREW / HTTP/1.1"), "501 unknown_method"},
      {"method_lower_case", line("get / HTTP/1.1"), "501 unknown_method"},
      {"method_connect", line("CONNECT a.example:80 HTTP/1.1"), "501 unknown_method"},
      {"method_trace", line("TRACE / HTTP/1.1"), "501 unknown_method"},
      {"method_missing", line(" / HTTP/1.1"), "400 bad_request_line"},
      {"method_bad_character", line("G@T / HTTP/1.1"), "400 bad_request_line"},
      {"tab_behind_method", line("GET\t/ HTTP/1.1"), "400 bad_request_line"},
      {"two_spaces_behind_method", line("GET  / HTTP/1.1"), "400 bad_target"},
      {"two_spaces_behind_target", line("GET /  HTTP/1.1"), "400 bad_request_line"},
      {"space_in_target", line("GET /a b HTTP/1.1"), "400 bad_request_line"},
      {"space_behind_version", line("GET / HTTP/1.1 "), "400 bad_request_line"},
      {"http_0_9", "GET /\r\n", "400 bad_target"},
      {"http_0_9_with_space", "GET / \r\n", "400 bad_request_line"},
      {"version_1_0", line("GET / HTTP/1.0"), "ok"},
      {"version_1_2", line("GET / HTTP/1.2"), "505 unknown_version"},
      {"version_2_0", line("GET / HTTP/2.0"), "505 unknown_version"},
      {"version_preface", "GET * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400 bad_target"},
      {"version_two_digits", line("GET / HTTP/1.10"), "400 bad_request_line"},
      {"version_lower_case", line("GET / http/1.1"), "400 bad_request_line"},
      {"version_word", line("GET / HTTPS/1.1"), "400 bad_request_line"},
      {"request_line_bare_lf", "GET / HTTP/1.1\nHost: a\r\n\r\n", "400 bare_line_feed"},
      {"request_line_bare_cr", "GET / HTTP/1.1\rHost: a\r\n\r\n", "400 bad_request_line"},
      {"tls_hello", "\x16\x03\x01\x02\x00\x01"s, "400 bad_request_line"},

      {"target_with_query", line("GET /a/b?c=%20d&e=f'{}|^`\\/?: HTTP/1.1"), "ok"},
      {"target_percent", line("GET /a%2Fb%C3%A4 HTTP/1.1"), "ok"},
      {"target_bad_percent", line("GET /a%2 HTTP/1.1"), "400 bad_target"},
      {"target_bad_percent_in_query", line("GET /?100%zz HTTP/1.1"), "400 bad_target"},
      {"target_fragment", line("GET /a#b HTTP/1.1"), "400 bad_target"},
      {"target_quote", line("GET /\"a HTTP/1.1"), "400 bad_target"},
      {"target_backslash_in_path", line("GET /a\\b HTTP/1.1"), "400 bad_target"},
      {"target_not_ascii", line("GET /\xc3\xa4 HTTP/1.1"), "400 bad_target"},
      {"target_nul", line("GET /\0a HTTP/1.1"s), "400 bad_target"},
      {"target_del", line("GET /\x7f HTTP/1.1"), "400 bad_target"},
      {"target_relative", line("GET a/b HTTP/1.1"), "400 bad_target"},
      {"target_empty", line("GET ? HTTP/1.1"), "400 bad_target"},
      {"target_asterisk", line("OPTIONS * HTTP/1.1"), "ok"},
      {"target_asterisk_with_get", line("GET * HTTP/1.1"), "400 bad_target"},
      {"target_asterisk_and_more", line("OPTIONS */ HTTP/1.1"), "400 bad_target"},
      {"target_absolute", line("GET http://a.example/b?c HTTP/1.1"), "ok"},
      {"target_absolute_other_case", line("GET HTTP://A.Example/b HTTP/1.1"), "ok"},
      {"target_absolute_other_host", line("GET http://b.example/ HTTP/1.1"), "400 host_mismatch"},
      {"target_absolute_other_port", line("GET http://a.example:81/ HTTP/1.1"), "400 host_mismatch"},
      {"target_absolute_without_host_field", "GET http://a.example/ HTTP/1.1\r\n\r\n", "400 missing_host"},
      {"target_absolute_user", line("GET http://u@a.example/ HTTP/1.1"), "400 bad_target"},
      {"target_absolute_without_path", line("GET http://a.example HTTP/1.1"), "400 bad_target"},
      {"target_absolute_scheme", line("GET ftp://a.example/ HTTP/1.1"), "400 bad_target"},
      {"target_absolute_no_host", line("GET http:///a HTTP/1.1"), "400 bad_target"},
      {"target_at_limit", line("GET /" + std::string(8191, 'a') + " HTTP/1.1"), "ok"},
      {"target_over_limit", line("GET /" + std::string(8192, 'a') + " HTTP/1.1"), "414 target_too_long"},
      {"target_endless", "GET /" + std::string(40'000, 'a'), "414 target_too_long"},
      {"method_endless", std::string(40'000, 'G'), "414 target_too_long"},

      {"fields_at_limit", get(many_fields(99)), "ok"},
      {"fields_over_limit", get(many_fields(100)), "431 too_many_fields"},
      {"header_at_limit", get("X: " + std::string(16'384 - 33 - 7, 'a') + "\r\n"), "ok"},
      {"header_over_limit", get("X: " + std::string(16'384 - 33 - 6, 'a') + "\r\n"), "431 header_too_large"},
      {"header_endless", get("X: " + std::string(40'000, 'a')), "431 header_too_large"},
      {"field_bare_lf", get("X: a\nY: b\r\n"), "400 bare_line_feed"},
      {"field_bare_cr", get("X: a\rY: b\r\n"), "400 bare_carriage_return"},
      {"field_nul", get("X: a\0b\r\n"s), "400 bad_field_value"},
      {"field_control", get("X: a\x01\r\n"), "400 bad_field_value"},
      {"field_del", get("X: a\x7f\r\n"), "400 bad_field_value"},
      {"field_del_far", get("X: 0123456789abcdef\x7f\r\n"), "400 bad_field_value"},
      {"field_space_before_colon", get("X : a\r\n"), "400 space_before_colon"},
      {"field_tab_before_colon", get("X\t: a\r\n"), "400 space_before_colon"},
      {"field_folded", get("X: a\r\n b\r\n"), "400 obsolete_folding"},
      {"field_folded_tab", get("X: a\r\n\tb\r\n"), "400 obsolete_folding"},
      {"field_first_folded", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400 obsolete_folding"},
      {"field_without_colon", get("X\r\n"), "400 bad_field_name"},
      {"field_without_name", get(": a\r\n"), "400 bad_field_name"},
      {"field_name_nul", get("X\0: a\r\n"s), "400 bad_field_name"},
      {"field_name_not_ascii", get("\xc3\xa4: a\r\n"), "400 bad_field_name"},
      {"field_name_parenthesis", get("X(): a\r\n"), "400 bad_field_name"},
      {"end_bare_lf", "GET / HTTP/1.1\r\nHost: a\r\n\n", "400 bare_line_feed"},
      {"end_bare_cr", "GET / HTTP/1.1\r\nHost: a\r\n\rX", "400 bare_carriage_return"},

      {"host_missing", "GET / HTTP/1.1\r\n\r\n", "400 missing_host"},
      {"host_missing_1_0", "GET / HTTP/1.0\r\n\r\n", "ok"},
      {"host_repeated", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", "400 repeated_host"},
      {"host_repeated_1_0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", "400 repeated_host"},
      {"host_empty", host(""), "400 bad_host"},
      {"host_port", host("a.example:8080"), "ok"},
      {"host_empty_port", host("a.example:"), "ok"},
      {"host_bad_port", host("a.example:80a"), "400 bad_host"},
      {"host_long_port", host("a.example:123456"), "400 bad_host"},
      {"host_v6", host("[::1]:8080"), "ok"},
      {"host_v6_open", host("[::1"), "400 bad_host"},
      {"host_v6_bad", host("[::g]"), "400 bad_host"},
      {"host_two", host("a, b"), "400 bad_host"},
      {"host_list", host("a,b"), "400 bad_host"},
      {"host_percent", host("%61"), "400 bad_host"},
      {"host_path", host("a/b"), "400 bad_host"},
      {"host_user", host("u@a"), "400 bad_host"},
      {"host_space", host("a b"), "400 bad_host"},

      {"length", get("Content-Length: 5\r\n"), "ok"},
      {"length_repeated", get("Content-Length: 5\r\nContent-Length: 5\r\n"), "400 repeated_content_length"},
      {"length_different", get("Content-Length: 5\r\ncontent-length: 6\r\n"), "400 repeated_content_length"},
      {"length_list", get("Content-Length: 5, 5\r\n"), "400 bad_content_length"},
      {"length_empty", get("Content-Length:\r\n"), "400 bad_content_length"},
      {"length_sign", get("Content-Length: +5\r\n"), "400 bad_content_length"},
      {"length_negative", get("Content-Length: -5\r\n"), "400 bad_content_length"},
      {"length_hex", get("Content-Length: 0x5\r\n"), "400 bad_content_length"},
      {"length_space", get("Content-Length: 5 5\r\n"), "400 bad_content_length"},
      {"length_word", get("Content-Length: five\r\n"), "400 bad_content_length"},
      {"length_huge", get("Content-Length: 18446744073709551617\r\n"), "400 bad_content_length"},
      {"length_and_encoding", get("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), "400 length_and_encoding"},
      {"encoding_and_length", get("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), "400 length_and_encoding"},
      {"encoding", get("Transfer-Encoding: chunked\r\n"), "ok"},
      {"encoding_other_case", get("Transfer-Encoding: ChunKed\r\n"), "ok"},
      {"encoding_in_1_0", "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "400 encoding_in_http_1_0"},
      {"encoding_repeated", get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "400 bad_transfer_encoding"},
      {"encoding_repeated_in_list", get("Transfer-Encoding: chunked, chunked\r\n"), "400 bad_transfer_encoding"},
      {"encoding_misplaced", get("Transfer-Encoding: chunked, identity\r\n"), "400 bad_transfer_encoding"},
      {"encoding_misplaced_in_lines", get("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n"), "400 bad_transfer_encoding"},
      {"encoding_empty", get("Transfer-Encoding:\r\n"), "400 bad_transfer_encoding"},
      {"encoding_empty_element", get("Transfer-Encoding: ,chunked\r\n"), "400 bad_transfer_encoding"},
      {"encoding_unknown", get("Transfer-Encoding: xchunked\r\n"), "501 unknown_transfer_encoding"},
      {"encoding_identity", get("Transfer-Encoding: identity\r\n"), "501 unknown_transfer_encoding"},
      {"encoding_gzip", get("Transfer-Encoding: gzip, chunked\r\n"), "501 unknown_transfer_encoding"},
      {"encoding_parameter", get("Transfer-Encoding: chunked;q=1\r\n"), "501 unknown_transfer_encoding"},
      {"encoding_quoted", get("Transfer-Encoding: \"chunked\"\r\n"), "501 unknown_transfer_encoding"},
      {"encoding_vertical_tab", get("Transfer-Encoding: \vchunked\r\n"), "400 bad_field_value"},
      {"expect", get("Expect: 100-Continue\r\n"), "ok"},
      {"expect_unknown", get("Expect: tea\r\n"), "417 unknown_expectation"},
  };
  return all;
}

class RequestParserTable : public testing::TestWithParam<Row> {};

TEST_P(RequestParserTable, gives_what_the_row_says) {
  const Limits limits;
  const std::string got = outcome_at_once(limits, GetParam().input);
  if (GetParam().expected == "ok") {
    EXPECT_TRUE(got.starts_with("GET ") || got.starts_with("OPTIONS ")) << got;
  } else {
    EXPECT_EQ(got, GetParam().expected);
  }
}

INSTANTIATE_TEST_SUITE_P(rows, RequestParserTable, testing::ValuesIn(rows()), [](const auto& info) { return info.param.name; });

TEST(RequestParser, does_not_care_how_the_bytes_were_split) {
  const Limits limits;
  std::mt19937 random(1);
  for (const Row& row : rows()) {
    const std::string whole = outcome_at_once(limits, row.input);
    for (int round = 0; round < 20; ++round) {
      std::vector<std::size_t> cuts(1 + random() % 8);
      for (std::size_t& cut : cuts) cut = random() % (row.input.size() + 1);
      std::ranges::sort(cuts);
      ASSERT_EQ(outcome_in_parts(limits, row.input, cuts), whole) << row.name;
    }
    if (row.input.size() > 500) continue;
    std::vector<std::size_t> every(row.input.size());
    for (std::size_t i = 0; i < every.size(); ++i) every[i] = i;
    ASSERT_EQ(outcome_in_parts(limits, row.input, every), whole) << row.name << " byte by byte";
  }
}

TEST(RequestParser, starts_again_when_the_bytes_moved) {
  const Limits limits;
  const std::string bytes = get("X: y\r\n");
  RequestParser parser(limits);
  const std::string first_half = bytes.substr(0, bytes.size() - 4);
  EXPECT_EQ(parser.parse(first_half), Progress::incomplete);
  EXPECT_EQ(parser.parse(bytes), Progress::complete);
  EXPECT_EQ(parser.head().fields.size(), 2U);
  EXPECT_EQ(parser.head().fields[1].value.data(), bytes.data() + bytes.find('y'));
  EXPECT_EQ(parser.head().fields[0].value.data(), bytes.data() + bytes.find("a.example")) << "still points to where the bytes were";
  EXPECT_EQ(parser.head().path.data(), bytes.data() + bytes.find('/'));
}

TEST(RequestParser, reads_what_the_head_says) {
  const Limits limits;
  EXPECT_EQ(outcome_at_once(limits,
                            "POST /a/b?c=d?e HTTP/1.1\r\nhost:a.example:80\r\nExpect: 100-continue\r\nX:  \t v  w \t\r\n"
                            "Content-Length: 0123\r\n\r\nbody"),
            "POST /a/b ?c=d?e host=a.example:80 size=105 [host|a.example:80] [Expect|100-continue] [X|v  w] [Content-Length|0123]"
            " length=123 chunked=false keep=true continue=true 1.1=true");
  EXPECT_EQ(outcome_at_once(limits, "GET http://A:1/b?c=http://x/ HTTP/1.1\r\nHost: a:1\r\n\r\n"),
            "GET /b ?c=http://x/ host=A:1 size=52 [Host|a:1] length=0 chunked=false keep=true continue=false 1.1=true");
}

TEST(RequestParser, knows_who_keeps_the_connection) {
  struct {
    std::string version, fields;
    bool keep;
  } const cases[] = {
      {"1.1", "", true},
      {"1.1", "Connection: close\r\n", false},
      {"1.1", "Connection: Foo , CLOSE\r\n", false},
      {"1.1", "Connection: keep-alive\r\nConnection: close\r\n", false},
      {"1.1", "Connection: closed\r\n", true},
      {"1.0", "", false},
      {"1.0", "Connection: Keep-Alive\r\n", true},
      {"1.0", "Connection: keep-alive\r\nConnection: x, close\r\n", false},
  };
  const Limits limits;
  for (const auto& row : cases) {
    RequestParser parser(limits);
    const std::string bytes = fmt::format("GET / HTTP/{}\r\nHost: a\r\n{}\r\n", row.version, row.fields);
    ASSERT_EQ(parser.parse(bytes), Progress::complete);
    EXPECT_EQ(parser.head().keep_alive, row.keep) << bytes;
  }
}

}  // namespace
}  // namespace gh::net
