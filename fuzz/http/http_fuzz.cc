// Fuzzes what stands between the network and a handler: RequestParser and ChunkedBody, as a connection uses them. The first two bytes
// say how the rest is cut into reads. Properties: the cut makes no difference to any request of the connection; a head that is accepted
// obeys the grammar, as a second reader sees it that shares no code with the parser; so does a body, and the second reader decodes the
// same data; a head is incomplete only if its end has not come. -DGREENHARVEST_PLANT=http_parser must be found.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "net/request_parser.h"

namespace {

using gh::net::ChunkedBody;
using gh::net::RequestHead;
using gh::net::RequestParser;
using Progress = gh::net::RequestParser::Progress;

const gh::net::Limits limits{.header_bytes_max = 512,
                             .fields_max = 8,
                             .target_bytes_max = 64,
                             .chunk_extension_bytes_max = 16,
                             .chunk_overhead_bytes_max = 64,
                             .trailer_bytes_max = 64};  // small, so that they are reached
constexpr std::size_t body_bytes_max = 256;

void must(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

// The second reader: slow and obvious.

bool among(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || among(c, "!#$%&'*+-.^_`|~"); });
}
bool is_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f'); });
}
std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}
std::string_view trimmed(std::string_view text) {
  while (!text.empty() && among(text.front(), " \t")) text.remove_prefix(1);
  while (!text.empty() && among(text.back(), " \t")) text.remove_suffix(1);
  return text;
}
// The text up to CR LF, which is taken off.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find("\r\n");
  must(end != std::string_view::npos, "every line ends with CR LF");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 2);
  must(line.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos, "no CR, LF or NUL inside of a line");
  return line;
}

void check_head(const RequestHead& head, std::string_view bytes) {
  must(head.size <= bytes.size() && head.size <= limits.header_bytes_max, "header_bytes_max");
  std::string_view rest = bytes.substr(0, head.size);
  std::string_view line = take_line(rest);
  if (line.empty()) line = take_line(rest);
  must(std::ranges::count(line, ' ') == 2, "a request line has two spaces");
  const std::string_view method = line.substr(0, line.find(' '));
  const std::string_view version = line.substr(line.rfind(' ') + 1);
  const std::string_view target = line.substr(method.size() + 1, line.size() - method.size() - version.size() - 2);
  must(is_token(method) && method == head.method_text && head.method != gh::net::Method::other, "method");
  must(version == "HTTP/1.0" || version == "HTTP/1.1", "version");
  must(head.http_1_1 == (version == "HTTP/1.1"), "version as seen");
  must(target.size() <= limits.target_bytes_max && target.ends_with(head.target), "target");
  must(std::ranges::all_of(target, [](char c) { return c > ' ' && c < '\x7f' && !among(c, "\"#<>"); }), "characters of the target");
  must(head.target == "*" || head.target.starts_with('/'), "origin form");
  must(std::string(head.path) + (head.target.contains('?') ? "?" : "") + std::string(head.query) == head.target, "path and query");

  std::size_t hosts = 0, lengths = 0, encodings = 0, count = 0;
  bool close = false;
  for (line = take_line(rest); !line.empty(); line = take_line(rest)) {
    const std::size_t colon = line.find(':');
    must(colon != std::string_view::npos && is_token(line.substr(0, colon)), "field name");
    const std::string_view value = trimmed(line.substr(colon + 1));
    must(is_value(value), "field value");
    must(count < head.fields.size() && head.fields[count].name == line.substr(0, colon) && head.fields[count].value == value, "fields");
    ++count;
    const std::string name = lower(line.substr(0, colon));
    if (name == "host") {
      ++hosts;
      must(!value.empty() && std::ranges::none_of(value, [](char c) { return among(c, " ,/@?#\t"); }), "host");
    }
    if (name == "content-length") {
      ++lengths;
      must(value.find_first_not_of("0123456789") == std::string_view::npos, "digits");
      must(std::strtoull(std::string(value).c_str(), nullptr, 10) == head.content_length, "content length");
    }
    if (name == "transfer-encoding") {
      ++encodings;
      must(lower(value) == "chunked" && head.chunked, "chunked");
    }
    if (name == "connection" && ("," + lower(value) + ",").contains(",close,")) close = true;
  }
  must(rest.empty(), "the head ends at the empty line");
  must(count == head.fields.size() && count <= limits.fields_max, "number of fields");
  must(hosts == 1 || (hosts == 0 && !head.http_1_1), "one Host");
  must(lengths + encodings <= 1 && head.chunked == (encodings == 1), "one framing");
  must(encodings == 0 || head.http_1_1, "no encoding in HTTP/1.0");
  must(!close || !head.keep_alive, "close");
}

void check_chunks(std::string_view bytes, std::string_view data) {
  must(data.size() <= body_bytes_max, "body_bytes_max");
  for (;;) {
    const std::string_view line = take_line(bytes);
    const std::string digits(line.substr(0, line.find(';')));
    must(!digits.empty() && digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos, "chunk size");
    const auto size = std::strtoull(digits.c_str(), nullptr, 16);
    if (size == 0) break;
    must(bytes.size() >= size + 2 && bytes.substr(0, size) == data.substr(0, size), "chunk data");
    must(bytes.substr(size, 2) == "\r\n", "chunk end");
    bytes.remove_prefix(size + 2);
    data.remove_prefix(size);
  }
  must(data.empty(), "all data is in chunks");
  for (std::string_view line = take_line(bytes); !line.empty(); line = take_line(bytes)) {
    must(is_token(line.substr(0, line.find(':'))) && line.contains(':') && is_value(line.substr(line.find(':') + 1)), "trailer");
  }
  must(bytes.empty(), "the body ends at the empty line");
}

// A connection whose bytes become visible read by read.

// Cut points from two bytes: a step and how it grows. 0, 0: all at once.
struct Cuts {
  std::size_t step, growth;
  std::size_t after(std::size_t visible, std::size_t size) {
    if (step == 0) return size;
    const std::size_t next = visible + step;
    step = (step * (growth + 1)) % 97 + 1;
    return std::min(next, size);
  }
};

// All that happened, as text.
std::string converse(std::string_view bytes, Cuts cuts, bool check) {
  std::string story;
  RequestParser parser(limits);
  std::size_t begin = 0;
  std::size_t visible = 0;
  for (;;) {
    Progress progress{};
    while ((progress = parser.parse(bytes.substr(begin, visible - begin))) == Progress::incomplete && visible < bytes.size()) {
      visible = cuts.after(visible, bytes.size());
    }
    const std::string_view rest = bytes.substr(begin);
    if (progress == Progress::incomplete) {
      must(rest.substr(rest.starts_with("\r\n") ? 2 : 0).find("\r\n\r\n") == std::string_view::npos,
           "incomplete means that no end is there");
      return story + "incomplete";
    }
    if (progress == Progress::refused) return story + fmt::format("{} {}", parser.refusal().status, parser.refusal().code);
    const RequestHead& head = parser.head();
    if (check) check_head(head, rest);
    story += fmt::format("{} {} {} {} {} {} {} {}\n", head.method_text, head.target, head.host, head.fields.size(), head.size,
                         head.content_length, head.keep_alive, head.expects_continue);
    begin += head.size;
    if (head.chunked) {
      ChunkedBody body(limits);
      std::string data;
      const std::size_t start = begin;
      for (progress = Progress::incomplete;;) {
        const auto step = body.feed(bytes.substr(begin, std::max(visible, begin) - begin), data, body_bytes_max);
        begin += step.consumed;
        progress = step.progress;
        if (progress != Progress::incomplete || visible == bytes.size()) break;
        visible = cuts.after(visible, bytes.size());
      }
      story += data;
      if (progress == Progress::refused) return story + fmt::format("{} {}", body.refusal().status, body.refusal().code);
      if (progress == Progress::incomplete) return story + "incomplete body";
      if (check) check_chunks(bytes.substr(start, begin - start), data);
    } else {
      if (head.content_length > bytes.size() - begin) return story + "incomplete body";
      begin += head.content_length;
      visible = std::max(visible, begin);
    }
    if (!head.keep_alive) return story;
    parser.reset();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  std::string text(size - 2, '\0');
  std::memcpy(text.data(), data + 2, size - 2);
  const std::string whole = converse(text, {0, 0}, true);
  must(converse(text, {1U + data[0], data[1]}, false) == whole, "cuts make no difference");
  return 0;
}
