# Flags for every target: warnings are errors, lld links, ccache compiles where it is installed.
option(GREENHARVEST_BENCH "build bench/" OFF)
option(GREENHARVEST_FUZZ "build fuzz/ (libFuzzer)" OFF)
set(GREENHARVEST_SANITIZE "" CACHE STRING "value for -fsanitize=, empty for none")
set(GREENHARVEST_PLANT "" CACHE STRING "name of a defect to plant (src/base/planted.h); only for proving the checks")

find_program(CCACHE ccache)
if(CCACHE)
  # The precompiled header is keyed by its content, and paths by their place below the checkout, so that build folders and checkouts share.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
  add_compile_options(-Xclang -fno-pch-timestamp)
endif()

add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wimplicit-fallthrough -Werror
  -Wno-missing-field-initializers   # designated initializers leave defaults out on purpose
  -fno-omit-frame-pointer -fvisibility=hidden)
add_link_options(-fuse-ld=lld)
add_compile_definitions($<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-O2 -flto=thin -ffunction-sections -fdata-sections)
  # A cache for thin LTO: relinking after a small change compiles only what changed.
  add_link_options(-flto=thin -Wl,--gc-sections -Wl,--thinlto-cache-dir=${CMAKE_BINARY_DIR}/thinlto-cache -Wl,--strip-debug)
endif()
if(GREENHARVEST_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
if(GREENHARVEST_SANITIZE)
  add_compile_options(-fsanitize=${GREENHARVEST_SANITIZE} -fno-sanitize-recover=all -O1 -g)
  add_link_options(-fsanitize=${GREENHARVEST_SANITIZE})
endif()
if(GREENHARVEST_PLANT)
  add_compile_definitions(GREENHARVEST_PLANT="${GREENHARVEST_PLANT}")
endif()
