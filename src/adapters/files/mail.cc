#include "adapters/files/mail.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include <fmt/format.h>

#include "base/errors.h"

namespace gh::files {

namespace {

std::unexpected<Error> system_failure(const std::filesystem::path& path) {
  return fail(errors::unavailable, path.string() + ": " + std::error_code(errno, std::generic_category()).message());
}

// A name that any id has to itself: what is not a letter, digit, '_' or '-' is written as its hex code.
std::string file_name(const std::string& id) {
  std::string name;
  for (const char c : id) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    name += plain ? std::string(1, c) : fmt::format("%{:02x}", static_cast<unsigned char>(c));
  }
  return name;
}

class File {
 public:
  explicit File(const std::filesystem::path& path, int flags) : handle_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (handle_ >= 0) close(handle_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return handle_ >= 0; }
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(handle_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  bool sync() const { return fsync(handle_) == 0; }

 private:
  int handle_;
};

}  // namespace

FilesMail::FilesMail(std::filesystem::path outbox, std::string from, const Clock& clock)
    : outbox_(std::move(outbox)), from_(std::move(from)), clock_(clock) {}

std::filesystem::path FilesMail::file_of(const std::string& id) const { return outbox_ / (file_name(id) + ".eml"); }

Task<Result<void>> FilesMail::send(ports::Message message) { co_return write(message); }

Result<void> FilesMail::write(const ports::Message& message) const {
  GH_TRY(const auto eml, format_eml(message, from_, clock_.now()));
  std::error_code problem;
  std::filesystem::create_directories(outbox_, problem);
  if (problem) return fail(errors::unavailable, outbox_.string() + ": " + problem.message());
  const auto target = file_of(message.id);
  if (std::filesystem::exists(target, problem)) return {};

  static std::atomic<unsigned> writes{0};  // two that send the same id at once write two files aside; the link decides
  const auto aside = outbox_ / fmt::format(".{}.{}.{}", file_name(message.id), getpid(), writes.fetch_add(1));
  {
    const File file(aside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.is_open()) return system_failure(aside);
    if (!file.write(eml) || !file.sync()) {
      auto failure = system_failure(aside);
      unlink(aside.c_str());
      return failure;
    }
  }
  // link() and not rename(): it does not replace what is there.
  const bool linked = link(aside.c_str(), target.c_str()) == 0 || errno == EEXIST;
  auto result = linked ? Result<void>{} : Result<void>(system_failure(target));
  unlink(aside.c_str());
  const File folder(outbox_, O_RDONLY | O_DIRECTORY);
  if (linked && (!folder.is_open() || !folder.sync())) return system_failure(outbox_);
  return result;
}

}  // namespace gh::files
