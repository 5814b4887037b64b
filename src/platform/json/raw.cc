#include <algorithm>

#include "platform/json/json.h"

namespace gh::json {
namespace {

// Writes one value from its nodes. step: spaces of one level, 0 for all on one line.
class NodeWriter {
 public:
  NodeWriter(Out& out, const Reader& reader, std::size_t step) : out_(out), reader_(reader), step_(step) {}

  // Gives the index of the node behind the value.
  std::uint32_t value(std::uint32_t at, std::size_t level) {
    const Node& node = *reader_.node(at);
    if (node.kind == Kind::string || node.kind == Kind::text)
      out_.string(node.text);
    else if (node.kind == Kind::array || node.kind == Kind::object)
      container(at, level);
    else
      out_.raw(node.text);
    return node.next;
  }

 private:
  void container(std::uint32_t at, std::size_t level) {
    const Node& node = *reader_.node(at);
    const bool object = node.kind == Kind::object;
    out_.byte(object ? '{' : '[');
    std::uint32_t next = at + 1;
    for (std::uint32_t i = 0; i < node.count; ++i) {
      if (i != 0) out_.byte(',');
      line(level + 1);
      if (object) {
        next = value(next, level);
        out_.raw(step_ == 0 ? ":" : ": ");
      }
      next = value(next, level + 1);
    }
    if (node.count != 0) line(level);
    out_.byte(object ? '}' : ']');
  }
  void line(std::size_t level) {
    if (step_ == 0) return;
    out_.byte('\n');
    for (std::size_t i = 0; i < level * step_; ++i) out_.byte(' ');
  }

  Out& out_;
  const Reader& reader_;
  std::size_t step_;
};

constexpr std::size_t pretty_step = 2;

// A typed object refuses a name that stands in it twice; so must one that is kept as it is.
bool names_unique(const Input& in) {
  std::vector<std::string_view> names;
  for (Items items(in); items; items.next()) {
    if (in.kind() == Kind::object) names.push_back(items.name());
    if (!names_unique(items.value())) return false;
  }
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end();
}

}  // namespace

void Codec<Raw>::read(const Input& in, Raw& value) {
  auto& reader = in.reader();
  if (in.strict() && !names_unique(in)) {
    reader.note(errors::malformed_json, in.pointer(), "duplicate_field", "A name may stand in an object once.");
    return;
  }
  Out out;
  NodeWriter(out, reader, 0).value(static_cast<std::uint32_t>(in.node() - reader.node(0)), 0);
  value.text = out.text();
}

std::string pretty(std::string_view text) {
  const Reader reader(text, Mode::stored);
  if (reader.malformed()) return std::string(text);
  Out out;
  NodeWriter(out, reader, pretty_step).value(0, 0);
  out.byte('\n');
  return std::string(out.text());
}

std::string escape(std::string_view text) {
  Out out;
  out.string(text);
  return std::string(out.text());
}

}  // namespace gh::json
