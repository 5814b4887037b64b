#include <gtest/gtest.h>

#include "base/errors.h"
#include "platform/csv/table.h"

namespace gh::csv {
namespace {

// One line per row: "line:field|field" or "line!code".
std::string read(std::string_view text, std::size_t chunk_bytes, Limits limits = {}) {
  Parser parser(limits);
  std::string seen;
  const auto drain = [&] {
    while (auto row = parser.next()) {
      seen += std::to_string(row->line);
      if (row->problem) {
        seen += "!" + std::string(row->problem->code);
      } else {
        for (std::size_t i = 0; i < row->fields.size(); ++i) seen += (i == 0 ? ":" : "|") + row->fields[i];
      }
      seen += "\n";
    }
  };
  for (std::size_t at = 0; at < text.size(); at += chunk_bytes) {
    parser.feed(text.substr(at, chunk_bytes));
    drain();
  }
  parser.end();
  drain();
  return seen;
}

struct Case {
  const char* name;
  std::string_view text;
  std::string_view rows;
};
using namespace std::string_view_literals;

const Case cases[] = {
    {"plain, line feeds", "a,b\nc,d\n", "1:a|b\n2:c|d\n"},
    {"plain, carriage returns", "a,b\r\nc,d\r\n", "1:a|b\n2:c|d\n"},
    {"no line break at the end", "a,b\nc,d", "1:a|b\n2:c|d\n"},
    {"quoted", "\"a\",\"b\"\n", "1:a|b\n"},
    {"doubled quote", "\"a\"\"b\",\"\"\"\"\n", "1:a\"b|\"\n"},
    {"comma and line break in quotes", "\"a,b\r\nc\",d\ne,f\n", "1:a,b\r\nc|d\n3:e|f\n"},
    {"empty fields", ",,\n\"\"\n", "1:||\n2:\n"},
    {"comma at the end", "a,\n", "1:a|\n"},
    {"empty lines are skipped and counted", "\n\r\na\n\n\nb\n", "3:a\n6:b\n"},
    {"byte order mark",
     "\xEF\xBB\xBF"
     "a,b\n",
     "1:a|b\n"},
    {"a mark inside is text",
     "a,\xEF\xBB\xBF"
     "b\n",
     "1:a|\xEF\xBB\xBF"
     "b\n"},
    {"spaces belong to the field", " a , b \n", "1: a | b \n"},
    {"stray quote", "a\"b,c\nd,e\n", "1!stray_quote\n2:d|e\n"},
    {"text after a quote", "\"a\"b,c\nd,e\n", "1!text_after_quote\n2:d|e\n"},
    {"space after a quote", "\"a\" ,c\nd\n", "1!text_after_quote\n2:d\n"},
    {"unclosed quote", "a,b\n\"c,d\n", "1:a|b\n2!unclosed_quote\n"},
    {"bare carriage return", "a\rb,c\nd,e\n", "1!bare_cr\n2:d|e\n"},
    {"carriage return at the very end", "a\n\r", "1:a\n2!bare_cr\n"},
    {"NUL", "a\0b\nc\n"sv, "1!nul\n2:c\n"},
    {"Latin-1", "caf\xE9,b\nc\n", "1!not_utf8\n2:c\n"},
    {"surrogate", "\xED\xA0\x80\nc\n", "1!not_utf8\n2:c\n"},
    {"overlong", "\xC0\xAF\n\xE0\x80\xAF\n\xF0\x80\x80\xAF\n", "1!not_utf8\n2!not_utf8\n3!not_utf8\n"},
    {"beyond Unicode", "\xF4\x90\x80\x80\n", "1!not_utf8\n"},
    {"UTF-8", "caf\xC3\xA9,\xE2\x80\x99,\xF0\x9F\x8C\xBE\n", "1:caf\xC3\xA9|\xE2\x80\x99|\xF0\x9F\x8C\xBE\n"},
    {"nothing", "", ""},
    {"only a mark", "\xEF\xBB\xBF", ""},
};

TEST(Parser, ReadsAndRefusesByTheTable) {
  for (const auto& c : cases)
    for (const std::size_t chunk : {1U, 2U, 3U, 7U, 4096U}) EXPECT_EQ(read(c.text, chunk), c.rows) << c.name << ", chunks of " << chunk;
}

TEST(Parser, EachLimitCostsOneRow) {
  const Limits limits{.field_bytes_max = 4, .row_bytes_max = 10, .fields_max = 3};
  EXPECT_EQ(read("abcd,e\nabcde,e\nf\n", 3, limits), "1:abcd|e\n2!too_long\n3:f\n");
  EXPECT_EQ(read("abcd,efgh,\nabcd,efgh,i\nf\n", 3, limits), "1:abcd|efgh|\n2!too_long\n3:f\n");
  EXPECT_EQ(read("a,b,c\na,b,c,d\nf\n", 3, limits), "1:a|b|c\n2!too_many_fields\n3:f\n");
  EXPECT_EQ(read("\"ab\n\ncd\nef\ngh\n", 3, limits), "1!too_long\n4:ef\n5:gh\n") << "an unclosed quote ends at the limit, lines stay right";
}

TEST(Parser, ReadsBackWhatToRowWrote) {
  for (const std::vector<std::string>& fields : std::vector<std::vector<std::string>>{{""},
                                                                                      {"", ""},
                                                                                      {"a"},
                                                                                      {"a,b", "c\"d", "e\r\nf", " g "},
                                                                                      {"\xEF\xBB\xBF"
                                                                                       "a"},
                                                                                      {"\"", ","}}) {
    Parser parser;
    parser.feed(to_row(fields));
    parser.end();
    const auto row = parser.next();
    ASSERT_TRUE(row);
    EXPECT_FALSE(row->problem);
    EXPECT_EQ(row->fields, fields);
    EXPECT_FALSE(parser.next());
  }
}

TEST(Table, FindsColumnsByName) {
  Table table({"name", "city"});
  table.feed("zip,city,name\n12345,Troy,Green Farm\n1,2\n");
  table.end();
  auto row = table.next();
  ASSERT_TRUE(row && *row);
  EXPECT_EQ((*row)->fields, (std::vector<std::string>{"Green Farm", "Troy"}));
  EXPECT_EQ((*row)->line, 2);
  row = table.next();
  ASSERT_TRUE(row && *row);
  ASSERT_TRUE((*row)->problem);
  EXPECT_EQ((*row)->problem->code, "field_count");
  row = table.next();
  EXPECT_TRUE(row && !*row);
}

TEST(Table, RefusesABrokenHeader) {
  for (const char* text : {"zip,city\n1,2\n", "name,city,name\n", "name,\"city\"x\n"}) {
    Table table({"name", "city"});
    table.feed(text);
    table.end();
    const auto row = table.next();
    ASSERT_FALSE(row) << text;
    EXPECT_TRUE(row.error().is(errors::invalid));
    EXPECT_NE(row.error().detail().find("line 1"), std::string::npos);
  }
}

}  // namespace
}  // namespace gh::csv
