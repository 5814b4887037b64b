#include "platform/executors/priority.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace gh::executors {

void stand_back(int niceness) {
  const auto thread = static_cast<id_t>(gettid());
  setpriority(PRIO_PROCESS, thread, std::max(getpriority(PRIO_PROCESS, thread), niceness));  // who may raise it must not do so here
}

void come_soon() {
  struct Attributes {  // struct sched_attr of the kernel, which no header of Debian 12 has beside glibc's
    std::uint32_t size = sizeof(Attributes);
    std::uint32_t policy = SCHED_OTHER;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime_ns = 0, deadline_ns = 0, period_ns = 0;
  };
  constexpr std::uint64_t shortest_slice_ns = 100'000;
  Attributes attributes;
  attributes.nice = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
  attributes.runtime_ns = shortest_slice_ns;
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}

}  // namespace gh::executors
