# One folder = one target = one namespace.
#
#   gh_folder(DEPENDS <targets…> [PRIVATE <targets…>] [TEST_DEPENDS <targets…>] [APART <files…>])
#
# makes, from the *.cc files of the current folder, the library named after its path below src/ (src/contexts/orders ->
# contexts_orders) and, from tests/*.cc, the program contexts_orders_tests. A target sees the headers of the targets that it
# declares and no others: each exports an include root of its own that holds nothing but a link to its folder.
# Files of a folder are compiled together (GREENHARVEST_UNITY), but those that are APART: they use names of their neighbours for other things.
function(gh_folder)
  cmake_parse_arguments(ARG "" "" "DEPENDS;PRIVATE;TEST_DEPENDS;APART" ${ARGN})
  set_source_files_properties(${ARG_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  file(RELATIVE_PATH path ${PROJECT_SOURCE_DIR}/src ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE "/" "_" name ${path})
  set(root ${PROJECT_BINARY_DIR}/include/${name})
  get_filename_component(parent ${path} DIRECTORY)
  file(MAKE_DIRECTORY ${root}/${parent})
  if(NOT EXISTS ${root}/${path})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${path} SYMBOLIC)
  endif()

  file(GLOB sources CONFIGURE_DEPENDS *.cc)
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${root})
    target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE})
    gh_precompile(${name})
    gh_plant(${name} ${sources})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${root})
    target_link_libraries(${name} INTERFACE ${ARG_DEPENDS})
  endif()

  file(GLOB tests CONFIGURE_DEPENDS tests/*.cc)
  if(tests)
    gh_test(${name}_tests SOURCES ${tests} DEPENDS ${name} ${ARG_PRIVATE} ${ARG_TEST_DEPENDS})
  endif()
endfunction()

# Plants the defect of GREENHARVEST_PLANT where its name stands. No other target is told of it, so the compiler cache has them all.
function(gh_plant name)
  if(NOT GREENHARVEST_PLANT)
    return()
  endif()
  foreach(source ${ARGN})
    file(STRINGS ${source} has REGEX "planted\\(\"${GREENHARVEST_PLANT}\"\\)" LIMIT_COUNT 1)
    if(has)
      target_compile_definitions(${name} PRIVATE GREENHARVEST_PLANT="${GREENHARVEST_PLANT}")
      set_property(GLOBAL APPEND PROPERTY GREENHARVEST_PLANTED ${name})
      return()
    endif()
  endforeach()
endfunction()

# A misspelt defect would be a sound program that passes for a broken one.
function(gh_planted_somewhere)
  get_property(planted GLOBAL PROPERTY GREENHARVEST_PLANTED)
  if(GREENHARVEST_PLANT AND NOT planted)
    message(FATAL_ERROR "GREENHARVEST_PLANT: no source has planted(\"${GREENHARVEST_PLANT}\")")
  endif()
endfunction()

# gh_test(name SOURCES … DEPENDS …): a GoogleTest program in build/<preset>/tests/, found and run by ./dev test.
function(gh_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gtest GTest::gmock GTest::gtest_main)
  # Only where it is used: the compiler cache then serves the others to every checkout.
  foreach(source ${ARG_SOURCES})
    file(STRINGS ${source} uses REGEX GREENHARVEST_SOURCE_DIR LIMIT_COUNT 1)
    if(uses)
      set_property(SOURCE ${source} APPEND PROPERTY COMPILE_DEFINITIONS GREENHARVEST_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    endif()
  endforeach()
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  gh_precompile_plain(${name})
  add_test(NAME ${name} COMMAND ${name})
endfunction()

# For the tests themselves: what is tested is optimised; optimising these costs more than it saves.
function(gh_precompile_plain name)
  if(NOT TARGET precompiled_plain)
    gh_precompile(${name})
    return()
  endif()
  target_compile_options(${name} PRIVATE -O0)
  target_link_libraries(${name} PRIVATE precompiled)
  target_precompile_headers(${name} REUSE_FROM precompiled_plain)
endfunction()

# One precompiled header (src/precompiled.h: std, fmt, Boost.Describe) is built once and reused by every target.
function(gh_precompile name)
  target_link_libraries(${name} PRIVATE precompiled)
  target_precompile_headers(${name} REUSE_FROM precompiled)
endfunction()

# The allocator of the program, also for benches that run parts of it.
function(gh_allocate_with_mimalloc name)
  if(GREENHARVEST_SANITIZE OR GREENHARVEST_FUZZ) # they watch every allocation themselves
    return()
  endif()
  find_library(MIMALLOC mimalloc REQUIRED)
  target_compile_definitions(${name} PRIVATE GREENHARVEST_MIMALLOC)
  target_link_libraries(${name} PRIVATE -Wl,--push-state,--no-as-needed ${MIMALLOC} -Wl,--pop-state)
endfunction()

# What ccache takes for the precompiled header of a target: the text of all headers in it, with their macros. Made again when Debian's packages
# change, since their headers are in it.
function(gh_sum_of_header target header)
  execute_process(COMMAND ${CMAKE_CXX_COMPILER} -std=c++23 -w -x c++ -E -dD -P ${header} OUTPUT_VARIABLE text RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "${header} cannot be read: ${failed}")
  endif()
  string(SHA256 sum "${CMAKE_CXX_COMPILER_VERSION} ${text}")
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}.dir/cmake_pch.hxx.pch.sum ${sum})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
  if(EXISTS /var/lib/dpkg/status)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS /var/lib/dpkg/status)
  endif()
endfunction()
