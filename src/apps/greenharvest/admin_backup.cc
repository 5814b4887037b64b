// `greenharvest admin backup TO` and `admin restore FROM`: the store at one moment, the keys of the access tokens and of the second
// factors, the test provider's book, and the uploaded pictures where they lie in the data folder. Book and pictures are copied after the
// store: the bank may know more than the shop, never less, and the sweeper then asks it; a picture that the store does not know is dead
// weight, one that it knows is there.
#include <filesystem>

#include <fmt/format.h>

#include "adapters/sqlite/backup.h"
#include "apps/greenharvest/commands.h"
#include "apps/greenharvest/logging.h"
#include "base/errors.h"

namespace gh::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view store_file = "store.db";
constexpr std::string_view objects_folder = "objects";
constexpr std::string_view beside_the_store[] = {"token.secret", "second_factor.key", "card_simulator.log"};

// The server's own tools take a moment of all its tables with what is written meanwhile; ours know one file.
Result<void> check_own_store(const Settings& settings) {
  if (settings.store_url.empty()) return {};
  return fail(errors::invalid, "the store is a server's (store.url): use what the server has for it, as docs/runbooks/many-nodes.md says");
}

Result<void> copy_beside(const fs::path& from, const fs::path& to) {
  for (const auto name : beside_the_store) {
    std::error_code error;
    if (!fs::exists(from / name)) continue;
    fs::copy_file(from / name, to / name, fs::copy_options::overwrite_existing, error);  // keeps the permissions
    if (error) return fail(errors::internal, fmt::format("{} cannot be copied: {}", (from / name).string(), error.message()));
  }
  std::error_code error;
  if (fs::exists(from / objects_folder))
    fs::copy(from / objects_folder, to / objects_folder, fs::copy_options::recursive | fs::copy_options::skip_existing, error);
  if (error) return fail(errors::internal, fmt::format("{} cannot be copied: {}", (from / objects_folder).string(), error.message()));
  return {};
}

}  // namespace

int command_backup(const Start& start, const std::string& to) {
  return with_settings(start, [&to](const Settings& settings) -> Result<void> {
    GH_CHECK(check_own_store(settings));
    if (fs::exists(to)) return fail(errors::already_exists, fmt::format("{} exists; a backup goes into a new folder", to));
    std::error_code error;
    if (!fs::create_directories(to, error)) return fail(errors::internal, fmt::format("{} cannot be made: {}", to, error.message()));
    GH_TRY(const auto report, sqlite::backup(settings.data, fs::path(to) / store_file));
    GH_CHECK(copy_beside(settings.data, to));
    fmt::print("{} bytes of the store, verified, in {}\n", report.bytes, to);
    return {};
  });
}

int command_restore(const Start& start, const std::string& from) {
  return with_settings(start, [&from](const Settings& settings) -> Result<void> {
    GH_CHECK(check_own_store(settings));
    GH_CHECK(sqlite::restore(fs::path(from) / store_file, settings.data, sqlite::Existing::keep));
    GH_CHECK(copy_beside(from, settings.data));
    fmt::print("{} is restored from {}\n", settings.data, from);
    return {};
  });
}

}  // namespace gh::app
