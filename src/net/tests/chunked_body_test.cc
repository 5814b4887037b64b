#include <gtest/gtest.h>

#include <random>

#include "net/request_parser.h"

namespace gh::net {
namespace {

using Progress = RequestParser::Progress;
using namespace std::string_literals;

constexpr std::size_t data_max = 100'000;

// "data, rest of the input" or "status code".
std::string outcome(std::string_view bytes, std::span<const std::size_t> cuts = {}) {
  const Limits limits;
  ChunkedBody body(limits);
  std::string data;
  std::size_t at = 0;
  auto feed = [&](std::size_t end) -> std::optional<std::string> {
    const ChunkedBody::Step step = body.feed(bytes.substr(at, end - at), data, data_max);
    at += step.consumed;
    if (step.progress == Progress::refused) return fmt::format("{} {}", body.refusal().status, body.refusal().code);
    if (step.progress == Progress::complete) return fmt::format("{}, {}", data, bytes.substr(at));
    return std::nullopt;
  };
  for (const std::size_t cut : cuts) {
    if (auto end = feed(std::max(cut, at))) return *end;
  }
  return feed(bytes.size()).value_or("incomplete");
}

struct Row {
  std::string name;
  std::string input;
  std::string expected;
};

std::string small_chunks(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "1\r\na\r\n";
  return text + "0\r\n\r\n";
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"empty", "0\r\n\r\nGET", ", GET"},
      {"one", "5\r\nhello\r\n0\r\n\r\n", "hello, "},
      {"hex", "a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\nX", "01234567890123456789, X"},
      {"leading_zeros", "0005\r\nhello\r\n000\r\n\r\n", "hello, "},
      {"extension", "5;a;b=c;d=\"e;\\\"\r\"\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_extension"},
      {"extension_sound", "5;a;b=c;d=\"e; \\\"\"\r\nhello\r\n0;x\r\n\r\n", "hello, "},
      {"extension_without_name", "5;\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_extension"},
      {"extension_without_value", "5;a=\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_extension"},
      {"extension_space", "5; a\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_extension"},
      {"extension_lf", "5;a\nhello\r\n0\r\n\r\n", "400 bad_chunk_extension"},
      {"extension_too_long", "5;" + std::string(300, 'a') + "\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_extension"},
      {"size_empty", "\r\nhello\r\n", "400 bad_chunk_size"},
      {"size_junk", "5x\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_size"},
      {"size_prefix", "0x5\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_size"},
      {"size_sign", "+5\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_size"},
      {"size_space_before", " 5\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_size"},
      {"size_space_behind", "5 \r\nhello\r\n0\r\n\r\n", "400 bad_chunk_size"},
      {"size_underscore", "5_0\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_size"},
      {"size_too_many_digits", "0000000000000005\r\nhello\r\n0\r\n\r\n", "400 bad_chunk_size"},
      {"size_overflow", "fffffffffffffff\r\nhello\r\n0\r\n\r\n", "413 content_too_large"},
      {"size_bare_lf", "5\nhello\r\n0\r\n\r\n", "400 bad_chunk_size"},
      {"size_bare_cr", "5\rhello\r\n0\r\n\r\n", "400 bad_chunk_end"},
      {"data_too_long", "5\r\nhelloX\r\n0\r\n\r\n", "400 bad_chunk_end"},
      {"data_bare_lf", "5\r\nhello\n0\r\n\r\n", "400 bad_chunk_end"},
      {"data_too_large", "186A1\r\n", "413 content_too_large"},
      {"data_too_large_in_two", "186A0\r\n" + std::string(100'000, 'a') + "\r\n1\r\n", "413 content_too_large"},
      {"last_bare_lf", "0\r\n\n", "400 bad_trailer"},
      {"trailer", "0\r\nX-Sum: 1\r\nY:\r\n\r\nrest", ", rest"},
      {"trailer_folded", "0\r\nX: 1\r\n 2\r\n\r\n", "400 bad_trailer"},
      {"trailer_space_before_colon", "0\r\nX : 1\r\n\r\n", "400 bad_trailer"},
      {"trailer_nul", "0\r\nX: \0\r\n\r\n"s, "400 bad_trailer"},
      {"trailer_bare_lf", "0\r\nX: 1\n\r\n", "400 bad_trailer"},
      {"trailer_too_large", "0\r\nX: " + std::string(9000, 'a') + "\r\n\r\n", "431 trailer_too_large"},
      {"trailer_unfinished", "0\r\nX: 1\r\n", "incomplete"},
      {"chunks_small", small_chunks(3000), std::string(3000, 'a') + ", "},
      {"chunks_too_small", small_chunks(5000), "400 chunks_too_small"},
  };
  return all;
}

class ChunkedBodyTable : public testing::TestWithParam<Row> {};

TEST_P(ChunkedBodyTable, gives_what_the_row_says) { EXPECT_EQ(outcome(GetParam().input), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(rows, ChunkedBodyTable, testing::ValuesIn(rows()), [](const auto& info) { return info.param.name; });

TEST(ChunkedBody, does_not_care_how_the_bytes_were_split) {
  std::mt19937 random(1);
  for (const Row& row : rows()) {
    for (int round = 0; round < 20; ++round) {
      std::vector<std::size_t> cuts(1 + random() % 8);
      for (std::size_t& cut : cuts) cut = random() % (row.input.size() + 1);
      std::ranges::sort(cuts);
      ASSERT_EQ(outcome(row.input, cuts), row.expected) << row.name;
    }
  }
}

}  // namespace
}  // namespace gh::net
