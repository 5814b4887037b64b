#include "platform/drivers/library.h"

#include <gtest/gtest.h>

#include <cstring>

#include "platform/ports/documents.h"

namespace gh::drivers {
namespace {

TEST(Library, FindsWhatItHas) {
  const auto library = Library::open("libc.so.6", "libc6");
  ASSERT_TRUE(library);
  decltype(&std::strlen) length = nullptr;
  ASSERT_TRUE(library->find("strlen", length));
  EXPECT_EQ(length("carrots"), 7U);
}

TEST(Library, ThatIsMissingIsSaidWithItsPackage) {
  const auto library = Library::open("libturnip.so.7", "libturnip7");
  ASSERT_FALSE(library);
  EXPECT_TRUE(library.error().is(ports::errors::store_unavailable));
  EXPECT_NE(library.error().detail().find("install Debian's package libturnip7"), std::string::npos) << library.error().detail();
  EXPECT_NE(library.error().detail().find("libturnip.so.7"), std::string::npos);
}

TEST(Library, ThatIsTooOldIsSaidWithWhatItLacks) {
  const auto library = Library::open("libc.so.6", "libc6");
  ASSERT_TRUE(library);
  void (*function)() = nullptr;
  const auto found = library->find("harvest_turnips", function);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().detail(), "libc.so.6 is too old: it has no harvest_turnips");
}

}  // namespace
}  // namespace gh::drivers
