#include "platform/csv/writer.h"

#include <gtest/gtest.h>

#include "platform/csv/table.h"

namespace gh::csv {
namespace {

std::string one(std::string_view text, bool words) {
  Writer writer;
  writer.field(text, words);
  return writer.take();
}

TEST(Writer, QuotesWhatNeedsIt) {
  Writer writer;
  for (const auto* field : {"plain", "a,b", "say \"hi\"", "two\nlines", ""}) writer.field(field);
  writer.end_record();
  writer.field("next");
  writer.end_record();
  EXPECT_EQ(writer.text(), "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\nnext\r\n");
}

TEST(Writer, WordsAreNoFormulas) {
  for (const auto* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"}) EXPECT_EQ(one(formula, true), std::string("'") + formula);
  EXPECT_EQ(one("=HYPERLINK(\"x\",\"y\")", true), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
  EXPECT_EQ(one("\rx", true), "\"'\rx\"");
  EXPECT_EQ(one("-12", false), "-12") << "a number stays one";
  EXPECT_EQ(one("a=b", true), "a=b");
}

}  // namespace
}  // namespace gh::csv
