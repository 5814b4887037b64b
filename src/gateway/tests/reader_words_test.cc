#include "gateway/reader_words.h"

#include <gtest/gtest.h>

namespace gh::gateway {
namespace {

constexpr Timestamp now{1'800'000'000'000};

struct Asked {
  std::string word;
  std::vector<net::Field> fields;
  net::Request request;

  explicit Asked(std::string sent) : word(std::move(sent)), fields{{"gh-reader", word}} {
    request.fields = fields;
    request.peer = "127.0.0.1";
  }
};

TEST(ReaderWords, AWordThatComesBackNamesTheReader) {
  const ReaderWords words("secret");
  for (const std::string address : {"203.0.113.9", "2001:db8::7"}) {
    const Asked asked(words.about(address, now));
    EXPECT_EQ(words.address_of(asked.request, now), address);
    EXPECT_EQ(words.address_of(asked.request, now + ReaderWords::good_for - Milliseconds(1)), address);
    EXPECT_EQ(words.address_of(asked.request, now + ReaderWords::good_for), "127.0.0.1");
  }
}

TEST(ReaderWords, NobodyElseCanSayIt) {
  const ReaderWords words("secret");
  const auto good = words.about("203.0.113.9", now);
  std::vector<std::string> bad{"",
                               ";",
                               ";;",
                               "203.0.113.9",
                               "203.0.113.9;1800000060000;",
                               ReaderWords("another").about("203.0.113.9", now),
                               std::string(ReaderWords::bytes_max + 1, 'a'),
                               good + "A",
                               "1" + good};
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto changed = good;
    changed[i] = changed[i] == '1' ? '2' : '1';
    bad.push_back(changed);
  }
  for (const auto& word : bad) {
    const Asked asked(word);
    EXPECT_EQ(words.address_of(asked.request, now), "127.0.0.1") << word;
  }
  net::Request without;
  without.peer = "192.0.2.1";
  EXPECT_EQ(words.address_of(without, now), "192.0.2.1");
}

}  // namespace
}  // namespace gh::gateway
