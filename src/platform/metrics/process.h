// Figures of this process, under the names that Prometheus clients share: process_cpu_seconds_total, process_resident_memory_bytes,
// process_open_fds, process_max_fds, process_start_time_seconds, process_threads. Read from /proc whenever the metrics are read.
#pragma once
#include "platform/metrics/registry.h"

namespace gh::metrics {

void add_process_figures(Registry& registry);

}  // namespace gh::metrics
