#include "adapters/files/objects.h"

#include <cstdint>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "adapters/files/file.h"

namespace gh::files {

namespace {

// FNV-1a: spreads ids that begin alike.
std::uint8_t shelf_of(const std::string& id) {
  std::uint32_t hash = 2166136261U;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return static_cast<std::uint8_t>(hash ^ hash >> 8 ^ hash >> 16 ^ hash >> 24);
}

std::unexpected<Error> bad_id() { return fail(errors::invalid, "not the id of an object"); }

Result<void> write_whole(const std::filesystem::path& file, const std::filesystem::path& aside, const std::string& bytes) {
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) return fail(errors::unavailable, file.parent_path().string() + ": " + error.message());
  {
    const File made(aside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!made.is_open() || !made.write(bytes) || !made.sync()) {
      auto failure = system_failure(aside);
      std::filesystem::remove(aside, error);
      return failure;
    }
  }
  std::filesystem::rename(aside, file, error);
  if (error) return fail(errors::unavailable, file.string() + ": " + error.message());
  for (const auto& folder : {file.parent_path(), file.parent_path().parent_path()}) {
    const File entries(folder, O_RDONLY | O_DIRECTORY);
    if (!entries.is_open() || !entries.sync()) return system_failure(folder);
  }
  return {};
}

Result<std::optional<std::string>> read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) {
    if (errno == ENOENT) return std::nullopt;
    return system_failure(file);
  }
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return system_failure(file);
  return bytes;
}

}  // namespace

std::filesystem::path FilesObjects::file_of(const std::string& id) const { return folder_ / fmt::format("{:02x}", shelf_of(id)) / id; }

Task<Result<void>> FilesObjects::put(std::string id, std::string bytes) {
  if (!ports::is_object_id(id)) co_return bad_id();
  auto file = file_of(id);
  auto aside = file.parent_path() / fmt::format("{}.{}", id, written_.fetch_add(1));
  co_return co_await pool_.run(
      [file = std::move(file), aside = std::move(aside), bytes = std::move(bytes)] { return write_whole(file, aside, bytes); });
}

Task<Result<std::optional<std::string>>> FilesObjects::get(std::string id) {
  if (!ports::is_object_id(id)) co_return bad_id();
  co_return co_await pool_.run([file = file_of(id)] { return read_whole(file); });
}

Task<Result<void>> FilesObjects::erase(std::string id) {
  if (!ports::is_object_id(id)) co_return bad_id();
  co_return co_await pool_.run([file = file_of(id)]() -> Result<void> {
    std::error_code error;
    std::filesystem::remove(file, error);
    if (error) return fail(errors::unavailable, file.string() + ": " + error.message());
    return {};
  });
}

}  // namespace gh::files
