// Where a thread stands when processors are short. Both hold for the calling thread alone, need no privilege, and change nothing where
// the system refuses them or does not know them.
#pragma once

namespace gh::executors {

// niceness: 1 to 19, as of setpriority(2).
void stand_back(int niceness);

// For a thread that mostly sleeps and that others wait for: it gets its turn soon after it wakes, in shorter slices (sched_setattr(2),
// Linux 6.12: the slice of SCHED_OTHER).
void come_soon();

}  // namespace gh::executors
