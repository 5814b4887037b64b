// The times of a checkout; configuration gives them.
#pragma once
#include "base/time.h"

namespace gh::checkout {

struct Options {
  Milliseconds charge_within{60'000};        // from placing an order to its deadline
  Milliseconds second_step_within{900'000};  // the deadline's extension when the bank wants to see the buyer
  Milliseconds stand_still{10'000};          // an order that nobody ended by then is looked at by the sweeper
  Milliseconds look_again{5'000};            // between two looks
  Milliseconds look_soon{500};      // between two looks past the deadline, when goods are held for nobody; longer the longer that lasts
  Milliseconds other_run_wait{25};  // first wait for the answer of a run elsewhere, then doubled
  int other_run_waits_max = 6;      // then the order is taken over: 25 + 50 + ... + 800 ms; 0: at once, where no other process can be at it
};

inline constexpr int run_attempts_max = 8;  // turns of one run after others wrote the order first

}  // namespace gh::checkout
