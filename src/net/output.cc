#include "net/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gh::net {
namespace {

struct StatusText {
  int status;
  std::string_view line;
};
constexpr StatusText status_lines[] = {
    {200, "HTTP/1.1 200 OK\r\n"},
    {201, "HTTP/1.1 201 Created\r\n"},
    {202, "HTTP/1.1 202 Accepted\r\n"},
    {204, "HTTP/1.1 204 No Content\r\n"},
    {206, "HTTP/1.1 206 Partial Content\r\n"},
    {301, "HTTP/1.1 301 Moved Permanently\r\n"},
    {302, "HTTP/1.1 302 Found\r\n"},
    {303, "HTTP/1.1 303 See Other\r\n"},
    {304, "HTTP/1.1 304 Not Modified\r\n"},
    {307, "HTTP/1.1 307 Temporary Redirect\r\n"},
    {308, "HTTP/1.1 308 Permanent Redirect\r\n"},
    {400, "HTTP/1.1 400 Bad Request\r\n"},
    {401, "HTTP/1.1 401 Unauthorized\r\n"},
    {403, "HTTP/1.1 403 Forbidden\r\n"},
    {404, "HTTP/1.1 404 Not Found\r\n"},
    {405, "HTTP/1.1 405 Method Not Allowed\r\n"},
    {406, "HTTP/1.1 406 Not Acceptable\r\n"},
    {408, "HTTP/1.1 408 Request Timeout\r\n"},
    {409, "HTTP/1.1 409 Conflict\r\n"},
    {410, "HTTP/1.1 410 Gone\r\n"},
    {412, "HTTP/1.1 412 Precondition Failed\r\n"},
    {413, "HTTP/1.1 413 Content Too Large\r\n"},
    {414, "HTTP/1.1 414 URI Too Long\r\n"},
    {415, "HTTP/1.1 415 Unsupported Media Type\r\n"},
    {416, "HTTP/1.1 416 Range Not Satisfiable\r\n"},
    {417, "HTTP/1.1 417 Expectation Failed\r\n"},
    {422, "HTTP/1.1 422 Unprocessable Content\r\n"},
    {428, "HTTP/1.1 428 Precondition Required\r\n"},
    {429, "HTTP/1.1 429 Too Many Requests\r\n"},
    {431, "HTTP/1.1 431 Request Header Fields Too Large\r\n"},
    {500, "HTTP/1.1 500 Internal Server Error\r\n"},
    {501, "HTTP/1.1 501 Not Implemented\r\n"},
    {502, "HTTP/1.1 502 Bad Gateway\r\n"},
    {503, "HTTP/1.1 503 Service Unavailable\r\n"},
    {504, "HTTP/1.1 504 Gateway Timeout\r\n"},
    {505, "HTTP/1.1 505 HTTP Version Not Supported\r\n"},
};

// A status without a row is sent without a phrase, which is allowed (RFC 9112, 4).
std::string_view status_line(int status, std::array<char, 32>& room) {
  for (const StatusText& row : status_lines) {
    if (row.status == status) return row.line;
  }
  const auto end = fmt::format_to(room.data(), "HTTP/1.1 {:03} \r\n", status);
  return {room.data(), end};
}

bool has_content(int status) { return status != 204 && status != 304; }

std::uint64_t size_of(const Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body)) return text->size();
  if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) return *shared ? (*shared)->size() : 0;
  return std::get<FileBody>(response.body).size;
}

// An open file that closes itself with the last piece that needs it.
struct OpenFile {
  int descriptor;
  explicit OpenFile(int opened) : descriptor(opened) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

}  // namespace

bool can_be_sent(const FileBody& file) {
  struct stat info{};
  return ::stat(file.path.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
         static_cast<std::uint64_t>(info.st_size) >= file.offset + file.size && ::access(file.path.c_str(), R_OK) == 0;
}

void Output::add(Response&& response, Form form, std::string_view date_line) {
  ++answers_;
  std::array<char, 32> room;
  add_text(status_line(response.status, room));
  add_text(date_line);
  const std::uint64_t size = size_of(response);
  const bool content = has_content(response.status);
  if (content) {
    std::array<char, 48> line;
    constexpr std::string_view name = "Content-Length: ";
    std::memcpy(line.data(), name.data(), name.size());
    char* end = std::to_chars(line.data() + name.size(), line.data() + line.size() - 2, size).ptr;
    *end++ = '\r';
    *end++ = '\n';
    add_text({line.data(), end});
  }
  if (!form.keep_alive) {
    add_text("Connection: close\r\n");
  } else if (form.http_1_0) {
    add_text("Connection: keep-alive\r\n");
  }
  if (response.shared_head) add_text(response.shared_head->text());
  if (!response.head.text().empty()) add_text(response.head.text());
  add_text("\r\n");
  if (!content || !form.with_body || size == 0) return;

  if (auto* text = std::get_if<std::string>(&response.body)) {
    if (size <= copied_body_max) return add_text(*text);
    auto owner = std::make_shared<const std::string>(std::move(*text));
    pieces_.push_back({.data = owner->data(), .size = size, .owner = owner});
  } else if (auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) {
    if (size <= copied_body_max && size <= block_size - used_) return add_text(**shared);
    const char* data = (*shared)->data();
    pieces_.push_back({.data = data, .size = size, .owner = std::move(*shared)});
  } else {
    return add_file(std::get<FileBody>(response.body));
  }
  bytes_ += size;
}

void Output::add_continue() { add_text("HTTP/1.1 100 Continue\r\n\r\n"); }

void Output::add_text(std::string_view text) {
  if (text.size() > block_size - used_) {
    auto owner = std::make_shared<const std::string>(text);
    pieces_.push_back({.data = owner->data(), .size = text.size(), .owner = owner});
  } else {
    char* place = block_.data() + used_;
    std::memcpy(place, text.data(), text.size());
    used_ += text.size();
    // What has no owner lies in the block.
    if (front_ < pieces_.size() && !pieces_.back().owner && pieces_.back().data + pieces_.back().size == place) {
      pieces_.back().size += text.size();
    } else {
      pieces_.push_back({.data = place, .size = text.size()});
    }
  }
  bytes_ += text.size();
}

void Output::add_file(const FileBody& file) {
  auto owner = std::make_shared<OpenFile>(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
  pieces_.push_back({.size = file.size, .owner = owner, .file = owner->descriptor, .offset = file.offset});
  bytes_ += file.size;
}

Io Output::flush(Stream& stream, std::uint64_t& put) {
  while (!empty()) {
    std::size_t size = 0;
    const Io outcome = write_some(stream, size);
    if (outcome != Io::done) return outcome;
    taken(size);
    put += size;
  }
  clear();
  return Io::done;
}

Io Output::write_some(Stream& stream, std::size_t& put) {
  constexpr std::size_t file_part_max = std::size_t{256} * 1024;
  const Piece& first = pieces_[front_];
  if (first.data == nullptr) {
    return stream.send_file(first.file, first.offset, std::min<std::size_t>(first.size, file_part_max), put);
  }
  std::array<iovec, 64> gathered;
  std::size_t count = 0;
  std::size_t at = front_;
  for (; at < pieces_.size() && count < gathered.size() && pieces_[at].data != nullptr; ++at) {
    gathered[count++] = {const_cast<char*>(pieces_[at].data), pieces_[at].size};
  }
  return stream.write(std::span(gathered).first(count), put, at < pieces_.size());
}

void Output::taken(std::size_t size) {
  bytes_ -= size;
  while (size > 0) {
    Piece& piece = pieces_[front_];
    const std::size_t part = std::min<std::size_t>(size, piece.size);
    piece.size -= part;
    piece.offset += part;
    if (piece.data != nullptr) piece.data += part;
    size -= part;
    if (piece.size > 0) return;
    piece.owner.reset();
    ++front_;
  }
}

void Output::clear() {
  pieces_.clear();
  front_ = used_ = answers_ = bytes_ = 0;
}

}  // namespace gh::net
