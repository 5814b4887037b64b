#include "contexts/payments/intent.h"

#include <gtest/gtest.h>

#include "contexts/payments/errors.h"

namespace gh::payments {
namespace {

TEST(Intent, final_states_go_nowhere) {
  using enum IntentStatus;
  for (const auto from : {succeeded, declined, canceled}) {
    EXPECT_TRUE(is_final(from));
    for (const auto to : {processing, requires_action, succeeded, declined, canceled}) EXPECT_EQ(may_become(from, to), from == to);
  }
  EXPECT_TRUE(may_become(requires_action, succeeded));
  EXPECT_FALSE(is_final(processing));
}

TEST(Intent, card_numbers_are_found_in_any_dress) {
  for (const char* text : {"4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242", "card 378282246310005, please",
                           "(4242424242424242)", "pay=5555555555554444", "6011000990139424_x", "4222222222222"}) {
    EXPECT_TRUE(holds_card_number(text)) << text;
  }
}

TEST(Intent, other_numbers_are_left_alone) {
  for (const char* text :
       {"4242424242424241", "1234567", "ord_01JB2R6T3Q0V8Y5N7K4M9P2S6W", "a4242424242424242b", "+49 30 1234567", "424242424242",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "42424242424242424242", "4242--424242424242", "journey-17954300729786"}) {
    EXPECT_FALSE(holds_card_number(text)) << text;
  }
}

TEST(Intent, a_method_is_a_token) {
  EXPECT_TRUE(check_method("pm_card_ok"));
  for (const char* bad : {"", "pm_", "card_ok", "pm_card ok", "pm_\n"}) {
    const auto checked = check_method(bad);
    ASSERT_FALSE(checked) << bad;
    EXPECT_TRUE(checked.error().is(errors::method_invalid)) << bad;
  }
  EXPECT_FALSE(check_method("pm_" + std::string(method_bytes_max, 'a')));
  for (const char* number : {"4242424242424242", "pm_4242424242424242"}) {
    const auto checked = check_method(number);
    ASSERT_FALSE(checked) << number;
    EXPECT_TRUE(checked.error().is(errors::card_number_refused));
    EXPECT_EQ(checked.error().detail().find("4242"), std::string::npos);
  }
}

}  // namespace
}  // namespace gh::payments
