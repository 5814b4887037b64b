#include "gateway/pages/static_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "base/errors.h"
#include "net/http.h"

namespace gh::gateway {
namespace {

namespace fs = std::filesystem;

struct Kind {
  std::string_view extension, type;
  bool compressible = true;
  bool lasting = false;  // may be shown for a day without asking: pictures and fonts
};
constexpr Kind kinds[] = {{"js", "text/javascript; charset=utf-8"},
                          {"mjs", "text/javascript; charset=utf-8"},
                          {"css", "text/css; charset=utf-8"},
                          {"html", "text/html; charset=utf-8"},
                          {"json", "application/json"},
                          {"map", "application/json"},
                          {"webmanifest", "application/manifest+json"},
                          {"txt", "text/plain; charset=utf-8"},
                          {"xml", "application/xml"},
                          {"wasm", "application/wasm"},
                          {"pdf", "application/pdf", false},
                          {"svg", "image/svg+xml", true, true},
                          {"ico", "image/x-icon", true, true},
                          {"png", "image/png", false, true},
                          {"jpg", "image/jpeg", false, true},
                          {"jpeg", "image/jpeg", false, true},
                          {"webp", "image/webp", false, true},
                          {"avif", "image/avif", false, true},
                          {"gif", "image/gif", false, true},
                          {"woff2", "font/woff2", false, true},
                          {"woff", "font/woff", false, true},
                          {"ttf", "font/ttf", true, true},
                          {"mp4", "video/mp4", false, true}};
constexpr Kind unknown{"", "application/octet-stream"};

const Kind& kind_of(std::string_view path) {
  const auto dot = path.rfind('.');
  const auto extension = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  const auto* found = std::ranges::find(kinds, extension, &Kind::extension);
  return found == std::end(kinds) ? unknown : *found;
}

// A worker is held by the policy of its own script; a picture may be opened on its own, and runs nothing.
std::string_view policy_of(std::string_view type) {
  if (type.starts_with("text/javascript")) return "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
  if (type.starts_with("image/svg")) return "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
  return "default-src 'none'; frame-ancestors 'none'";
}

std::string_view cache_control_of(std::string_view path, const Kind& kind) {
  if (path.starts_with(hashed_files)) return "public, max-age=31536000, immutable";
  return kind.lasting ? "public, max-age=86400, stale-while-revalidate=604800" : "no-cache";
}

bool is_reserved(std::string_view path) {
  return path == "/api" || path.starts_with("/api/") || path == "/metrics" || path == "/healthz" || path == "/readyz";
}

Result<std::string> read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream) return fail(errors::invalid, fmt::format("web.files: {} cannot be read", file.string()));
  return bytes;
}

Result<std::map<std::string, std::string>> read_all(const fs::path& folder, std::size_t bytes_max) {
  std::map<std::string, std::string> files;
  std::size_t left = bytes_max;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error), end;
  for (; !error && at != end; at.increment(error)) {
    if (at->path().filename().string().starts_with('.')) {
      if (at->is_directory(error)) at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file(error)) continue;
    const auto path = '/' + fs::relative(at->path(), folder, error).generic_string();
    if (is_reserved(path)) return fail(errors::invalid, fmt::format("web.files: {} is an address of the API", path));
    const auto size = at->file_size(error);
    if (error || size > left)
      return fail(errors::invalid, fmt::format("web.files: more than web.files_bytes_max ({} bytes) with {}", bytes_max, path));
    left -= size;
    GH_TRY(files[path], read(at->path()));
  }
  if (error) return fail(errors::invalid, fmt::format("web.files: {}: {}", folder.string(), error.message()));
  return files;
}

}  // namespace

Result<std::vector<StaticFile>> read_static_files(const std::string& folder, std::size_t bytes_max) {
  GH_TRY(auto bytes, read_all(folder, bytes_max));
  const auto sibling = [&](const std::string& path, std::string_view suffix) -> std::optional<std::string> {
    const auto found = bytes.find(path + std::string(suffix));
    return found == bytes.end() ? std::nullopt : std::optional(found->second);
  };
  const auto is_sibling = [&](const std::string& path) {
    return (path.ends_with(".br") || path.ends_with(".gz")) && bytes.contains(path.substr(0, path.size() - 3));
  };
  std::vector<StaticFile> files;
  for (auto& [path, content] : bytes) {
    if (is_sibling(path)) continue;
    const auto& kind = kind_of(path);
    net::Head head;
    head.add("Content-Type", kind.type)
        .add("Accept-Ranges", "bytes")
        .add("X-Content-Type-Options", "nosniff")
        .add("Cross-Origin-Resource-Policy", "same-origin")
        .add("Content-Security-Policy", policy_of(kind.type));
    files.push_back({path, std::make_shared<const Finished>(content, head.text(),
                                                            Finished::Keeping{.cache_control = cache_control_of(path, kind),
                                                                              .compressible = kind.compressible,
                                                                              .gzip = sibling(path, ".gz"),
                                                                              .brotli = sibling(path, ".br")})});
  }
  return files;
}

}  // namespace gh::gateway
