#include "platform/csv/cells.h"

#include <gtest/gtest.h>

namespace gh::csv {
namespace {

TEST(Cells, FormulasAreGuardedAndComeBack) {
  for (const auto* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r", "'=1", "''@x", "=HYPERLINK(\"http://x\")"})
    EXPECT_EQ(guarded(formula), std::string("'") + formula);
  for (const auto* plain : {"", "kale", "'", "'kale", "1-2", "a=b", "''"}) EXPECT_EQ(guarded(plain), plain);
  for (const auto* text : {"", "=1", "'=1", "''=1", "kale", "'kale", "-", "'", "'-"}) EXPECT_EQ(unguarded(guarded(text)), text);
  EXPECT_EQ(unguarded("-5"), "-5");  // written by hand
}

TEST(Cells, ListsComeBack) {
  using Items = std::vector<std::string>;
  for (const Items& items : {Items{}, Items{"a"}, Items{"a", "b c"}, Items{"a|b", "c\\d", "\\"}, Items{"a", "", "b"}})
    EXPECT_EQ(split(joined(items)), items);
  EXPECT_EQ(joined({"a|b", "c"}), "a\\|b|c");
}

}  // namespace
}  // namespace gh::csv
