# Flags for every target: warnings are errors, lld links, ccache compiles where it is installed.
option(GREENHARVEST_BENCH "build bench/" OFF)
option(GREENHARVEST_FUZZ "build fuzz/ (libFuzzer)" OFF)
# Several files of a folder are compiled as one: they read the same headers and make the same templates, which is most of the work.
option(GREENHARVEST_UNITY "compile the files of a folder together" ON)
set(CMAKE_UNITY_BUILD ${GREENHARVEST_UNITY})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 10)
option(GREENHARVEST_SYMBOLS "leave the names of functions in the release program, for profilers" OFF)
set(GREENHARVEST_SANITIZE "" CACHE STRING "value for -fsanitize=, empty for none")
set(GREENHARVEST_PLANT "" CACHE STRING "name of a defect to plant (src/base/planted.h); only for proving the checks")

find_program(CCACHE ccache)
if(CCACHE)
  # Build folders and checkouts share what they compile: paths count by their place below the checkout, and the precompiled header, whose
  # bytes hold the path of its folder, by the text that it was made of (gh_sum_of_header). CMake names the header beside its compiled form,
  # which clang does not need, in a way that ccache takes to be a part of the program.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
    CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1 ${CCACHE})
  set(CMAKE_CXX_COMPILE_OPTIONS_USE_PCH -Xclang -include-pch -Xclang <PCH_FILE>)
  add_compile_options(-Xclang -fno-pch-timestamp)
endif()

add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wimplicit-fallthrough -Werror
  -Wno-missing-field-initializers   # designated initializers leave defaults out on purpose
  -fno-omit-frame-pointer -fvisibility=hidden)
if(GREENHARVEST_UNITY)
  add_compile_options(-Wno-shadow) # a local name may be one of a neighbouring file; the debug build, which compiles each file alone, looks
endif()
add_link_options(-fuse-ld=lld)
add_compile_definitions($<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-O2 -ffunction-sections -fdata-sections)
  add_link_options(-Wl,--gc-sections -Wl,--icf=safe -Wl,--strip-debug)
endif()
if(GREENHARVEST_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
if(GREENHARVEST_SANITIZE)
  add_compile_options(-fsanitize=${GREENHARVEST_SANITIZE} -fno-sanitize-recover=all -O1 -g0 -gline-tables-only)
  add_link_options(-fsanitize=${GREENHARVEST_SANITIZE})
endif()
