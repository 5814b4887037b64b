#!/usr/bin/env bash
# fuzz.sh [SECONDS]: every fuzz target for so long (60), then each one again on a build with its planted defect, which it must find.
#
# A target is a folder fuzz/NAME with NAME_fuzz.cc (which names its defect: -DGREENHARVEST_PLANT=...), and perhaps corpus/ and a *.dict.
# What a run learns stays in build/fuzz-corpus/NAME; inputs that broke something are left in build/fuzz-findings/. One JSON line per
# target and defect; exit status 0 if nothing was found but what was planted.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
planted_seconds_max=300
one_input_s_max=10
memory_mb_max=2048
mkdir -p build/fuzz-corpus build/fuzz-findings .cache

targets() { find fuzz -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort; }
defect_of() { grep -oP 'GREENHARVEST_PLANT=\K[a-z_]+' "fuzz/$1/$1_fuzz.cc" | head -n 1; }

# fuzz_once NAME PROGRAM SECONDS LOG ARTIFACT_PREFIX: libFuzzer's exit status.
fuzz_once() {
  local name=$1 program=$2 limit=$3 log=$4 prefix=$5
  local learnt=build/fuzz-corpus/$name arguments=()
  mkdir -p "$learnt"
  arguments+=("$learnt")
  [ -d "fuzz/$name/corpus" ] && arguments+=("fuzz/$name/corpus")
  local dictionary
  dictionary=$(find "fuzz/$name" -name '*.dict' | head -n 1)
  [ -n "$dictionary" ] && arguments+=("-dict=$dictionary")
  "$program" -max_total_time="$limit" -timeout=$one_input_s_max -rss_limit_mb=$memory_mb_max -artifact_prefix="$prefix" \
    -print_final_stats=1 -seed=1 "${arguments[@]}" >"$log" 2>&1
}

sound() {
  local name=$1 log=build/fuzz-findings/$1.log status=0 started=$SECONDS
  fuzz_once "$name" "build/fuzz/fuzz/$name/fuzz_$name" "$seconds" "$log" "build/fuzz-findings/$name-" || status=$?
  local runs
  runs=$(grep -oP 'stat::number_of_executed_units: \K\d+' "$log" || echo 0)
  local met=true
  [ "$status" = 0 ] && [ "$runs" -gt 0 ] || met=false
  printf '{"bench":"fuzz_%s","value":%s,"unit":"findings in %s s, %s inputs","goal":0,"met":%s}\n' "$name" "$([ $met = true ] && echo 0 || echo 1)" $((SECONDS - started)) "$runs" $met
  [ $met = true ] || { tail -n 30 "$log" >&2; return 1; }
}

planted() {
  local name=$1 defect folder log=build/fuzz-findings/$1-planted.log status=0 started
  defect=$(defect_of "$name")
  [ -n "$defect" ] || { printf '{"bench":"fuzz_%s_planted","value":0,"unit":"found","goal":1,"met":false}\n' "$name"; return 1; }
  folder=build/fuzz-$defect
  cmake --preset fuzz -B "$folder" -DGREENHARVEST_PLANT="$defect" >".cache/cmake-fuzz-$defect.log" 2>&1 && ninja -C "$folder" --quiet "fuzz_$name" >&2 || return 1
  started=$SECONDS
  fuzz_once "$name" "$folder/fuzz/$name/fuzz_$name" $planted_seconds_max "$log" "build/fuzz-findings/planted-$name-" || status=$?
  local found=false
  # The defect is a property that does not hold: abort() in the target. Anything else (a leak, memory, time) is not what was planted.
  if [ "$status" != 0 ] && grep -q 'deadly signal' "$log"; then found=true; fi
  printf '{"bench":"fuzz_%s_planted","value":%s,"unit":"found %s in %s s","goal":1,"met":%s}\n' "$name" "$([ $found = true ] && echo 1 || echo 0)" "$defect" $((SECONDS - started)) $found
  [ $found = true ]
}

failed=0
running=()
for name in $(targets); do
  sound "$name" &
  running+=($!)
  if [ ${#running[@]} -ge "$(nproc)" ]; then
    wait "${running[0]}" || failed=1
    running=("${running[@]:1}")
  fi
done
for job in "${running[@]}"; do wait "$job" || failed=1; done
for name in $(targets); do planted "$name" || failed=1; done
exit $failed
