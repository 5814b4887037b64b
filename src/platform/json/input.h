// Reader: one parsed JSON text (or query string), its problems and what they make of it. Input: one value in it and where it stands.
//
// Reading has two steps. The first knows no types: simdjson walks the text once and leaves a flat list of nodes, or the text is
// malformed. The second is json::read(): typed code looks at the nodes and notes every problem, so that one answer names them all.
// Both live on the stack of one call; the buffers are lent by the thread.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/errors.h"

namespace gh::json {

inline constexpr int depth_max = 32;                             // arrays and objects inside one another
inline constexpr std::size_t problems_max = 20;                  // reported for one text
inline constexpr std::size_t text_bytes_max = 64 * 1024 * 1024;  // of one text; bodies are limited long before
inline constexpr std::size_t items_max = 10'000;                 // of an array or map that sets no limit of its own
inline constexpr std::size_t query_pairs_max = 100;              // key=value pairs of one query string
inline constexpr std::size_t pointer_name_bytes_max = 64;        // of a member name that a problem repeats

enum class Kind : std::uint8_t {
  null,
  boolean,
  number,
  string,
  array,
  object,
  text,  // a query value or path parameter: becomes what its reader wants it to be
};

enum class Mode : std::uint8_t {
  strict,  // input from outside
  stored,  // what this program wrote: unknown members are passed over, missing ones keep their default, limits are not checked
  query,   // strict; from a query string
};

struct Node {
  std::string_view text;    // string: decoded; number, boolean, null: the token
  std::uint32_t next = 0;   // the node behind this value and all that is in it
  std::uint32_t count = 0;  // items of an array, members of an object (each a string node and its value)
  Kind kind = Kind::null;
};

class Input;

class Reader {
 public:
  // The text is copied.
  Reader(std::string_view text, Mode mode);
  // A query string without '?'; one path parameter, still percent-encoded.
  static Reader query(std::string_view raw);
  static Reader parameter(std::string_view text);
  Reader(Reader&&) noexcept;
  ~Reader();

  bool malformed() const;
  Input root();  // only if not malformed
  Mode mode() const { return mode_; }
  const Node* node(std::uint32_t index) const { return nodes_ + index; }

  void note(const ErrorKind& kind, std::string pointer, std::string_view code, std::string detail);
  bool failed() const { return kind_ != nullptr; }
  // Nothing more would be noted: whoever goes through items may stop.
  bool full() const { return problems_.size() == problems_max; }
  // What all the problems together are: the kind of the gravest, the fields of all.
  Error error() const;

 private:
  struct Parsed;
  Reader(Mode mode, std::unique_ptr<Parsed> parsed);

  std::unique_ptr<Parsed> parsed_;
  const Node* nodes_ = nullptr;
  const ErrorKind* kind_ = nullptr;
  std::vector<FieldError> problems_;
  Mode mode_;
};

class Input {
 public:
  Input(Reader& reader, const Node* node, const Input* parent = nullptr, std::string_view name = {}, std::uint32_t position = 0)
      : reader_(&reader), node_(node), parent_(parent), name_(name), position_(position) {}

  Kind kind() const { return node_->kind; }
  std::string_view text() const { return node_->text; }
  std::uint32_t size() const { return node_->count; }
  const Node* node() const { return node_; }
  Reader& reader() const { return *reader_; }
  // Limits count. False for what this program stored itself.
  bool strict() const { return reader_->mode() != Mode::stored; }

  std::string pointer() const;
  // Whether an input may have an array or object of so many items (a problem if not).
  bool may_hold(std::size_t items) const;
  // A value that is not allowed (422).
  void problem(std::string_view code, std::string detail) const;
  // expected: "a string"
  void wrong_type(std::string_view expected) const;

  // The token or text that a number, string or boolean is read from; nullopt (and a problem) if the value is something else.
  std::optional<std::string_view> scalar(Kind wanted, std::string_view expected) const;

 private:
  friend class Items;
  Reader* reader_;
  const Node* node_;
  const Input* parent_;
  std::string_view name_;
  std::uint32_t position_;
};

// The items of an array, or the members of an object, one after the other. The parent outlives it.
//   for (Items items(in); items; items.next()) read(items.value(), ...)
class Items {
 public:
  explicit Items(const Input& parent);
  explicit operator bool() const;
  std::string_view name() const { return object_ ? node_->text : std::string_view(); }
  Input value() const;
  void next();

 private:
  const Input* parent_;
  const Node* node_;
  std::uint32_t left_;
  std::uint32_t position_ = 0;
  bool object_;
};

// A JSON number token as units of 10^-decimals: exact ("1.5", 3 -> 1500; "15e2", 3 -> 1500000), nothing if it is no number,
// does not fit, or has a digit beyond. Rounding half-even instead of the latter with `round`.
std::optional<std::int64_t> decimal_from(std::string_view token, int decimals, bool round = false);
bool is_number(std::string_view text);  // RFC 8259 section 6
// Malformed percent signs or bytes that are no UTF-8: nothing.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

}  // namespace gh::json
