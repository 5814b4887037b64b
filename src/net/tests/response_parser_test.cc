// What an upstream may answer, whole and byte by byte, and what is no answer.
#include <gtest/gtest.h>

#include "net/response_parser.h"

namespace gh::net {
namespace {

using Progress = ResponseParser::Progress;

struct Read {
  Progress progress;
  int status;
  std::string body;
  bool reusable;
};

Read read(std::string_view bytes, std::size_t step, bool ends) {
  ResponseParser parser(1024, 1024);
  auto progress = Progress::incomplete;
  for (std::size_t at = 0; at < bytes.size() && progress == Progress::incomplete; at += step)
    progress = parser.feed(bytes.substr(at, step));
  if (progress == Progress::incomplete && ends) progress = parser.end();
  const bool reusable = parser.reusable();
  auto answer = parser.take();
  return {progress, answer.status, answer.body, reusable};
}

struct Good {
  std::string name, bytes;
  int status;
  std::string body;
  bool reusable;
};

class GoodAnswers : public testing::TestWithParam<Good> {};

TEST_P(GoodAnswers, AreReadInOnePieceAndByteByByte) {
  const auto& good = GetParam();
  for (const std::size_t step : {std::size_t{4096}, std::size_t{1}, std::size_t{7}}) {
    const auto got = read(good.bytes, step, true);
    EXPECT_EQ(got.progress, Progress::complete) << step;
    EXPECT_EQ(got.status, good.status);
    EXPECT_EQ(got.body, good.body);
    EXPECT_EQ(got.reusable, good.reusable);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Upstream, GoodAnswers,
    testing::Values(
        Good{"length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true},
        Good{"no_reason", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, "", true},
        Good{"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", 200, "hello", true},
        Good{"until_close", "HTTP/1.1 200 OK\r\n\r\nhello", 200, "hello", false},
        Good{"old", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", false},
        Good{"closes", "HTTP/1.1 404 Not Found\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nno", 404, "no", false},
        Good{"not_modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", 304, "", true},
        Good{"interim", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true},
        Good{"same_length_twice", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true}),
    [](const auto& info) { return info.param.name; });

// A second answer behind the first one was not asked for: the connection is not used again.
TEST(ResponseParser, WhatComesBehindIsNotTheNextAnswer) {
  const auto got = read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n", 4096, true);
  EXPECT_EQ(got.progress, Progress::complete);
  EXPECT_EQ(got.body, "ok");
  EXPECT_FALSE(got.reusable);
}

struct Bad {
  std::string name, bytes;
  Progress progress;
};
class BadAnswers : public testing::TestWithParam<Bad> {};

TEST_P(BadAnswers, AreNone) {
  for (const std::size_t step : {std::size_t{4096}, std::size_t{1}})
    EXPECT_EQ(read(GetParam().bytes, step, true).progress, GetParam().progress) << step;
}

INSTANTIATE_TEST_SUITE_P(
    Upstream, BadAnswers,
    testing::Values(
        Bad{"garbage", "SSH-2.0-OpenSSH_9.2\r\n\r\n", Progress::malformed},
        Bad{"cut_head", "HTTP/1.1 200 OK\r\nContent-Le", Progress::malformed},
        Bad{"cut_body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", Progress::malformed},
        Bad{"cut_chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", Progress::malformed},
        Bad{"nothing", "", Progress::malformed},
        Bad{"both_lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Progress::malformed},
        Bad{"two_lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", Progress::malformed},
        Bad{"signed_length", "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello", Progress::malformed},
        Bad{"length_list", "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", Progress::malformed},
        Bad{"other_coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", Progress::malformed},
        Bad{"two_codings", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            Progress::malformed},
        Bad{"chunked_1_0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Progress::malformed},
        Bad{"upgrade", "HTTP/1.1 101 Switching Protocols\r\n\r\n", Progress::malformed},
        Bad{"folded", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n", Progress::malformed},
        Bad{"space_before_colon", "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n", Progress::malformed},
        Bad{"bare_line_feed", "HTTP/1.1 200 OK\r\nX: a\nSet-Cookie: b\r\n\r\n", Progress::malformed},
        Bad{"status_of_two_digits", "HTTP/1.1 20 OK\r\n\r\n", Progress::malformed},
        Bad{"http_2", "HTTP/2 200\r\n\r\n", Progress::malformed},
        Bad{"large_head", "HTTP/1.1 200 OK\r\nX: " + std::string(2000, 'x') + "\r\n\r\n", Progress::too_large},
        Bad{"large_length", "HTTP/1.1 200 OK\r\nContent-Length: 1025\r\n\r\n", Progress::too_large},
        Bad{"endless_length", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", Progress::malformed},
        Bad{"large_chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n401\r\n" + std::string(1025, 'x'), Progress::too_large},
        Bad{"large_until_close", "HTTP/1.1 200 OK\r\n\r\n" + std::string(1025, 'x'), Progress::too_large}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace gh::net
