// Kept pages: each answer is the page with a nonce of its own, in every encoding, as a decoder that knows nothing of it reads it.
#include <gtest/gtest.h>

#include <set>

#include <zlib.h>

#include "gateway/pages/kept_page.h"

namespace gh::gateway {
namespace {

struct Counter : Random {
  std::uint64_t n = 0;
  std::uint64_t next() override { return n += 0x9e3779b97f4a7c15; }
};

// Checks header, checksum and length, as zlib does, and that nothing comes behind.
std::optional<std::string> gunzip(const std::string& bytes) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16;
  if (inflateInit2(&stream, gzip_window) != Z_OK) return std::nullopt;
  std::string out(4 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  const bool whole = status == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  return whole ? std::optional(out) : std::nullopt;
}

std::string body_of(const net::Response& response) { return std::get<std::string>(response.body); }

// A page with text, the nonce in places of all kinds, and text again.
std::string page(std::string_view nonce, int scripts, char odd = ' ') {
  std::string body = "<!doctype html><html><head>";
  for (int i = 0; i < scripts; ++i) {
    body += fmt::format("<script nonce=\"{}\" src=\"/_next/static/chunks/{}.js\"></script>{}", nonce, i * 7919 % 1000, odd);
    if (i % 3 == 0) body += fmt::format("{0}{0}", nonce);  // two at once: an empty piece between two holes
  }
  for (int i = 0; i < 300; ++i) body += fmt::format("<li class=\"card\">Carrots of farm {}, ${}.{:02}</li>", i, i % 9, i % 100);
  return body + std::string(nonce);  // and at the very end
}

struct KeptPageTest : testing::Test {
  Counter random;
  std::string made_with = make_nonce(random);

  KeptPage keep(const std::string& body) { return KeptPage(body, made_with, "Content-Type: text/html\r\n", {"products"}, Timestamp{1000}); }
};

TEST_F(KeptPageTest, EachAnswerIsThePageWithItsOwnNonce) {
  for (const int scripts : {0, 1, 2, 40}) {
    const auto kept = keep(page(made_with, scripts));
    for (int i = 0; i < 20; ++i) {
      const auto nonce = make_nonce(random);
      const auto expected = page(nonce, scripts);
      EXPECT_EQ(body_of(kept.answer(std::nullopt, nonce)), expected);
      const auto zipped = kept.answer("gzip", nonce);
      EXPECT_EQ(gunzip(body_of(zipped)), expected) << scripts << " scripts";
      EXPECT_LT(body_of(zipped).size(), expected.size() / 2);
      EXPECT_NE(zipped.shared_head->text().find("Content-Encoding: gzip\r\n"), std::string::npos);
      EXPECT_EQ(body_of(zipped).find(made_with), std::string::npos) << "the nonce that it was made with is gone";
    }
  }
}

TEST_F(KeptPageTest, WithoutANonceAndEmpty) {
  for (const std::string body : {"", "x", "<p>nothing to hide</p>"}) {
    const auto kept = keep(body);
    EXPECT_EQ(kept.holes(), 0U);
    EXPECT_EQ(gunzip(body_of(kept.answer("gzip", make_nonce(random)))), body);
  }
  const auto only = keep(made_with);
  const auto nonce = make_nonce(random);
  EXPECT_EQ(gunzip(body_of(only.answer("gzip", nonce))), nonce);
}

// The bytes that stand for a hole while it is deflated, in the text itself: nothing may be copied out of a hole then.
TEST_F(KeptPageTest, TextWithTheMarkOfHoles) {
  const std::string marks(200, '\x01');
  for (const auto& body : {page(made_with, 10, '\x01'), marks + made_with + marks + made_with + marks}) {
    const auto kept = keep(body);
    const auto nonce = make_nonce(random);
    auto expected = body;
    for (auto at = expected.find(made_with); at != std::string::npos; at = expected.find(made_with))
      expected.replace(at, nonce.size(), nonce);
    EXPECT_EQ(gunzip(body_of(kept.answer("gzip", nonce))), expected);
  }
}

TEST_F(KeptPageTest, AWrongChecksumWouldBeSeen) {
  const auto kept = keep(page(made_with, 3));
  auto zipped = body_of(kept.answer("gzip", make_nonce(random)));
  ASSERT_TRUE(gunzip(zipped));
  zipped[zipped.size() - 8] ^= 1;
  EXPECT_FALSE(gunzip(zipped));
}

TEST_F(KeptPageTest, WhatIsAccepted) {
  const auto kept = keep(page(made_with, 3));
  const auto encoding = [&](std::optional<std::string_view> accepted) {
    return kept.answer(accepted, make_nonce(random)).shared_head->text().find("Content-Encoding: gzip") == std::string::npos ? "as it is"
                                                                                                                             : "gzip";
  };
  EXPECT_STREQ(encoding("gzip, deflate, br, zstd"), "gzip");
  EXPECT_STREQ(encoding("gzip"), "gzip");
  EXPECT_STREQ(encoding(std::nullopt), "as it is");
  EXPECT_STREQ(encoding("br"), "as it is");
  EXPECT_STREQ(encoding("gzip;q=0, br"), "as it is");
  EXPECT_STREQ(encoding("identity"), "as it is");
}

TEST(Nonce, IsLongAndNeverTheSame) {
  Counter random;
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const auto nonce = make_nonce(random);
    EXPECT_EQ(nonce.size(), nonce_length);
    EXPECT_TRUE(std::ranges::all_of(nonce, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; }));
    EXPECT_TRUE(seen.insert(nonce).second);
  }
}

}  // namespace
}  // namespace gh::gateway
