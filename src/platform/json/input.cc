#include "platform/json/input.h"

#include <algorithm>

#include <simdjson.h>

#include "base/planted.h"
#include "platform/json/unicode.h"

namespace gh::json {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view token) {
  const auto last = token.find_last_not_of(blanks);
  return last == std::string_view::npos ? std::string_view() : token.substr(0, last + 1);
}

// simdjson's first stage says that a string is bad, not where: the first raw control character inside a string, or the opening quote
// of the string without an end, or the first byte that is no UTF-8.
std::size_t bad_string_at(std::string_view text) {
  std::size_t opening = std::string_view::npos;
  for (std::size_t i = 0; i < text.size();) {
    const auto character = decode_utf8(text.substr(i));
    if (character.length == 0) return i;
    const bool inside = opening != std::string_view::npos;
    if (inside && character.code < 0x20) return i;
    if (inside && text[i] == '\\' && i + 1 < text.size()) {
      i += 2;
      continue;
    }
    if (text[i] == '"') opening = inside ? std::string_view::npos : i;
    i += character.length;
  }
  return opening == std::string_view::npos ? 0 : opening;
}

// "line 3, column 7 (byte 51)", lines and columns from 1, columns in characters.
std::string place(std::string_view text, std::size_t at) {
  const auto before = text.substr(0, at);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto start = before.find_last_of('\n');
  const auto column = 1 + count_characters(start == std::string_view::npos ? before : before.substr(start + 1));
  return "line " + std::to_string(line) + ", column " + std::to_string(column) + " (byte " + std::to_string(at) + ")";
}

// One spare set of buffers per thread; a reading inside another one makes its own.
template <class T>
std::unique_ptr<T>& spare() {
  thread_local std::unique_ptr<T> one;
  return one;
}
// Larger buffers are freed after use.
constexpr std::size_t kept_text_bytes_max = std::size_t{256} * 1024;
constexpr std::size_t kept_nodes_max = std::size_t{64} * 1024;

struct Sentence {
  simdjson::error_code error;
  std::string_view text;
};
constexpr Sentence sentences[] = {{simdjson::EMPTY, "There is nothing but white space."},
                                  {simdjson::UTF8_ERROR, "A byte is not UTF-8."},
                                  {simdjson::UNESCAPED_CHARS, "A string has a control character that is not escaped."},
                                  {simdjson::UNCLOSED_STRING, "A string has no end."},
                                  {simdjson::STRING_ERROR, "A string has an escape that does not exist."},
                                  {simdjson::NUMBER_ERROR, "A number has a form that JSON does not know."},
                                  {simdjson::DEPTH_ERROR, "Arrays and objects are nested too deeply."},
                                  {simdjson::TRAILING_CONTENT, "Something follows the value."},
                                  {simdjson::INCOMPLETE_ARRAY_OR_OBJECT, "An array or object has no end."},
                                  {simdjson::INCORRECT_TYPE, "A value is missing or is not one of JSON's."},
                                  {simdjson::TAPE_ERROR, "A value, comma, colon or bracket is missing or stands where it must not."}};

std::string_view sentence(simdjson::error_code error) {
  for (const auto& one : sentences) {
    if (one.error == error) return one.text;
  }
  return simdjson::error_message(error);
}

struct Rank {
  const ErrorKind* kind;
  int gravity;
};
constexpr Rank ranks[] = {{&errors::malformed_json, 4},
                          {&errors::unknown_field, 3},
                          {&errors::unknown_query_key, 3},
                          {&errors::bad_request, 2},
                          {&errors::invalid, 1}};

int gravity(const ErrorKind* kind) {
  for (const auto& rank : ranks) {
    if (rank.kind == kind) return rank.gravity;
  }
  return 0;
}

}  // namespace

// What one reading needs, reused by the thread's next one.
struct Reader::Parsed {
  ondemand::parser parser;
  std::string text;  // with simdjson's padding behind it
  std::vector<Node> nodes;
  std::vector<std::string> decoded;  // query strings: what the nodes point into
  std::string malformed;
  const char* bad_token = nullptr;  // where a token is wrong in itself

  void parse(std::string_view from);
  simdjson::error_code walk(ondemand::document& document);
  template <class Value>
  simdjson::error_code value(Value& from, int depth);
  template <class Value>
  simdjson::error_code scalar(Value& from);
  simdjson::error_code array(ondemand::array from, std::size_t at, int depth);
  simdjson::error_code object(ondemand::object from, std::size_t at, int depth);
};

void Reader::Parsed::parse(std::string_view from) {
  nodes.clear();
  decoded.clear();
  malformed.clear();
  if (from.size() > text_bytes_max) {
    malformed = "The text is larger than " + std::to_string(text_bytes_max) + " bytes.";
    return;
  }
  text.reserve(from.size() + simdjson::SIMDJSON_PADDING);
  text.assign(from);
  ondemand::document document;
  auto error = parser.iterate(text.data(), text.size(), text.capacity()).get(document);
  std::size_t at = 0;
  if (error == simdjson::UTF8_ERROR || error == simdjson::UNESCAPED_CHARS || error == simdjson::UNCLOSED_STRING) {
    at = bad_string_at(text);
  } else if (!error) {
    bad_token = nullptr;
    error = walk(document);
    const char* location = bad_token;
    if (location != nullptr || document.current_location().get(location) == simdjson::SUCCESS)
      at = static_cast<std::size_t>(location - text.data());
    else
      at = text.size();
  }
  if (error) malformed = std::string(sentence(error)) + " At " + place(text, std::min(at, text.size())) + ".";
}

simdjson::error_code Reader::Parsed::walk(ondemand::document& document) {
  bool is_scalar = false;
  if (const auto error = document.is_scalar().get(is_scalar)) return error;
  if (is_scalar) {
    // A scalar is the whole text: on-demand would not look behind it.
    const std::string_view token = document.raw_json_token();
    if (trimmed(token).size() != trimmed(std::string_view(text).substr(static_cast<std::size_t>(token.data() - text.data()))).size()) {
      return simdjson::TRAILING_CONTENT;
    }
    return scalar(document);
  }
  if (const auto error = value(document, 0)) return error;
  // On-demand ends with the value; a location says that something comes behind it.
  return document.current_location().error() == simdjson::OUT_OF_BOUNDS ? simdjson::SUCCESS : simdjson::TRAILING_CONTENT;
}

template <class Value>
simdjson::error_code Reader::Parsed::value(Value& from, int depth) {
  ondemand::json_type type{};
  if (const auto error = from.type().get(type)) return error;
  if (type != ondemand::json_type::array && type != ondemand::json_type::object) return scalar(from);
  if (depth == depth_max) return simdjson::DEPTH_ERROR;
  const auto at = nodes.size();
  nodes.push_back({.kind = type == ondemand::json_type::array ? Kind::array : Kind::object});
  if (type == ondemand::json_type::array) {
    ondemand::array items;
    if (const auto error = from.get_array().get(items)) return error;
    return array(items, at, depth + 1);
  }
  ondemand::object members;
  if (const auto error = from.get_object().get(members)) return error;
  return object(members, at, depth + 1);
}

simdjson::error_code Reader::Parsed::array(ondemand::array items, std::size_t at, int depth) {
  std::uint32_t count = 0;
  for (auto item : items) {
    ondemand::value inner;
    if (const auto error = std::move(item).get(inner)) return error;
    if (const auto error = value(inner, depth)) return error;
    ++count;
  }
  nodes[at].count = count;
  nodes[at].next = static_cast<std::uint32_t>(nodes.size());
  return simdjson::SUCCESS;
}

simdjson::error_code Reader::Parsed::object(ondemand::object members, std::size_t at, int depth) {
  std::uint32_t count = 0;
  for (auto member : members) {
    ondemand::field field;
    if (const auto error = std::move(member).get(field)) return error;
    const char* const raw = field.key().raw();
    std::string_view name;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS) {
      bad_token = raw - 1;
      return simdjson::STRING_ERROR;
    }
    nodes.push_back({.text = name, .next = static_cast<std::uint32_t>(nodes.size() + 1), .kind = Kind::string});
    if (const auto error = value(field.value(), depth)) return error;
    ++count;
  }
  nodes[at].count = count;
  nodes[at].next = static_cast<std::uint32_t>(nodes.size());
  return simdjson::SUCCESS;
}

template <class Value>
simdjson::error_code Reader::Parsed::scalar(Value& from) {
  std::string_view token = trimmed(from.raw_json_token());
  Node node{.text = token, .next = static_cast<std::uint32_t>(nodes.size() + 1)};
  if (token.starts_with('"')) {
    node.kind = Kind::string;
    if (from.get_string().get(node.text) != simdjson::SUCCESS) {
      bad_token = token.data();
      return simdjson::STRING_ERROR;
    }
  } else if (token == "true" || token == "false") {
    node.kind = Kind::boolean;
  } else if (token == "null") {
    node.kind = Kind::null;
  } else if (is_number(token)) {
    node.kind = Kind::number;
  } else {
    const bool digits = token.starts_with('-') || (!token.empty() && token[0] >= '0' && token[0] <= '9');
    bad_token = token.data();
    return digits ? simdjson::NUMBER_ERROR : simdjson::TAPE_ERROR;
  }
  nodes.push_back(node);
  return simdjson::SUCCESS;
}

Reader::Reader(Mode mode, std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)), mode_(mode) {
  if (!parsed_) parsed_ = std::make_unique<Parsed>();
}

Reader::Reader(std::string_view text, Mode mode) : Reader(mode, std::move(spare<Parsed>())) {
  parsed_->parse(text);
  nodes_ = parsed_->nodes.data();
  if (malformed()) note(errors::malformed_json, "", "malformed_json", parsed_->malformed);
}

Reader::Reader(Reader&&) noexcept = default;

Reader::~Reader() {
  if (parsed_ && parsed_->text.capacity() <= kept_text_bytes_max && parsed_->nodes.capacity() <= kept_nodes_max)
    spare<Parsed>() = std::move(parsed_);
}

bool Reader::malformed() const { return !parsed_->malformed.empty(); }

Input Reader::root() { return Input(*this, nodes_); }

void Reader::note(const ErrorKind& kind, std::string pointer, std::string_view code, std::string detail) {
  if (full()) return;
  if (kind_ == nullptr || gravity(&kind) > gravity(kind_)) kind_ = &kind;
  problems_.push_back({std::move(pointer), std::string(code), std::move(detail)});
}

Error Reader::error() const {
  if (problems_.empty()) return Error(errors::internal, "A reader without a problem was asked for it.");
  std::string detail = problems_.front().detail;
  if (mode_ == Mode::stored) detail = problems_.front().pointer + ": " + detail;
  if (problems_.size() > 1)
    detail += " (The first of " + std::string(full() ? "at least " : "") + std::to_string(problems_.size()) + " problems.)";
  Error error(*kind_, std::move(detail));
  for (const auto& problem : problems_) error.field(problem.pointer, problem.code, problem.detail);
  return error;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  };
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded += ' ';
    } else if (text[i] == '%') {
      if (text.size() - i < 3 || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0) return std::nullopt;
      decoded += static_cast<char>(digit(text[i + 1]) << 4 | digit(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  if (!is_utf8(decoded)) return std::nullopt;
  return decoded;
}

Reader Reader::query(std::string_view raw) {
  Reader reader(Mode::query, std::move(spare<Parsed>()));
  auto& parsed = *reader.parsed_;
  parsed.parse("{}");
  parsed.decoded.reserve(2 * query_pairs_max);  // nodes point into it
  std::vector<std::pair<std::string_view, std::vector<std::string_view>>> keys;
  std::size_t pairs = 0;
  while (!raw.empty() && !reader.failed()) {
    const auto pair = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(raw.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto text = percent_decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (++pairs > query_pairs_max) {
      reader.note(errors::bad_request, "?", "too_many", "A query has at most " + std::to_string(query_pairs_max) + " keys.");
    } else if (!name || !text) {
      reader.note(errors::bad_request, "?", "bad_encoding", "The query is not percent-encoded UTF-8.");
    } else {
      parsed.decoded.push_back(std::move(*name));
      const std::string_view key = parsed.decoded.back();
      parsed.decoded.push_back(std::move(*text));
      auto known = std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.first == key; });
      if (known == keys.end()) known = keys.insert(keys.end(), {key, {}});
      known->second.push_back(parsed.decoded.back());
    }
  }
  auto& nodes = parsed.nodes;
  const auto add = [&](Kind kind, std::string_view text, std::size_t count) {
    const auto inside = kind == Kind::array ? count : 0;
    nodes.push_back({text, static_cast<std::uint32_t>(nodes.size() + 1 + inside), static_cast<std::uint32_t>(count), kind});
  };
  for (const auto& [key, values] : keys) {
    add(Kind::string, key, 0);
    if (values.size() > 1) add(Kind::array, {}, values.size());
    for (const auto text : values) add(Kind::text, text, 0);
  }
  nodes[0].count = static_cast<std::uint32_t>(keys.size());
  nodes[0].next = static_cast<std::uint32_t>(nodes.size());
  reader.nodes_ = nodes.data();
  return reader;
}

Reader Reader::parameter(std::string_view text) {
  Reader reader(Mode::strict, std::move(spare<Parsed>()));
  auto& parsed = *reader.parsed_;
  parsed.parse("null");
  auto decoded = percent_decoded(text, false);
  if (!decoded) reader.note(errors::bad_request, "", "bad_encoding", "The path is not percent-encoded UTF-8.");
  parsed.decoded.push_back(decoded.value_or(""));
  parsed.nodes[0] = {.text = parsed.decoded.back(), .next = 1, .kind = Kind::text};
  reader.nodes_ = parsed.nodes.data();
  return reader;
}

std::string Input::pointer() const {
  if (parent_ == nullptr) return "";
  const bool in_query = reader_->mode() == Mode::query;
  if (in_query && parent_->parent_ != nullptr) return parent_->pointer();
  std::string pointer = parent_->pointer() + (in_query ? '?' : '/');
  if (parent_->kind() == Kind::array) return pointer + std::to_string(position_);
  std::size_t shown = 0;
  for (const char c : name_) {
    // Cut between characters, never inside one.
    if (++shown > pointer_name_bytes_max && (static_cast<unsigned char>(c) & 0xC0) != 0x80) return pointer + "...";
    if (c == '~' && !in_query)
      pointer += "~0";
    else if (c == '/' && !in_query)
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

bool Input::may_hold(std::size_t items) const {
  if (!strict() || items <= items_max) return true;
  problem("too_many", "Must have at most " + std::to_string(items_max) + " items.");
  return false;
}

void Input::problem(std::string_view code, std::string detail) const { reader_->note(errors::invalid, pointer(), code, std::move(detail)); }

void Input::wrong_type(std::string_view expected) const {
  if (reader_->mode() == Mode::query && kind() == Kind::array) {
    reader_->note(errors::bad_request, pointer(), "repeated", "This key may stand in the query once.");
  } else if (kind() == Kind::null) {
    problem("wrong_type", "Must be " + std::string(expected) + ", not null.");
  } else {
    problem("wrong_type", "Must be " + std::string(expected) + ".");
  }
}

std::optional<std::string_view> Input::scalar(Kind wanted, std::string_view expected) const {
  if (kind() == wanted) return text();
  if (kind() == Kind::text && (wanted != Kind::number || is_number(text()))) return text();
  wrong_type(expected);
  return std::nullopt;
}

Items::operator bool() const { return left_ != 0 && !parent_->reader_->full(); }

Items::Items(const Input& parent)
    : parent_(&parent), node_(parent.node() + 1), left_(parent.size()), object_(parent.kind() == Kind::object) {
  if (parent.kind() != Kind::object && parent.kind() != Kind::array) left_ = 0;
}

Input Items::value() const {
  return Input(*parent_->reader_, object_ ? node_ + 1 : node_, parent_, object_ ? node_->text : std::string_view(), position_);
}

void Items::next() {
  node_ = parent_->reader_->node((object_ ? node_ + 1 : node_)->next);
  ++position_;
  --left_;
}

bool is_number(std::string_view text) {
  const auto digits = [&] {
    const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool zero = text.starts_with('0');
  const auto whole = digits();
  if (whole == 0 || (zero && whole > 1 && !planted("json_parser"))) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  return text.empty();
}

std::optional<std::int64_t> decimal_from(std::string_view token, int decimals, bool round) {
  if (!is_number(token)) return std::nullopt;
  const bool negative = token.starts_with('-');
  if (negative) token.remove_prefix(1);
  // All digits as one whole number, and how many of them (counted from the left) stand before the wanted unit.
  const auto exponent_at = token.find_first_of("eE");
  const auto mantissa = token.substr(0, exponent_at);
  constexpr std::int64_t exponent_max = 400;  // beyond it nothing but zero fits
  std::int64_t exponent = 0;
  if (exponent_at != std::string_view::npos) {
    auto digits = token.substr(exponent_at + 1);
    const bool down = digits.starts_with('-');
    digits.remove_prefix(down || digits.starts_with('+') ? 1 : 0);
    for (const char c : digits) exponent = std::min(exponent * 10 + (c - '0'), exponent_max * 1'000'000);
    if (down) exponent = -exponent;
  }
  const auto point = std::min(mantissa.find('.'), mantissa.size());
  const std::int64_t kept = static_cast<std::int64_t>(point) + exponent + decimals;
  std::int64_t units = 0, seen = 0;
  bool half = false, above = false;  // the first digit beyond is 5 or more; what follows a 5 is not nothing
  for (const char c : mantissa) {
    if (c == '.') continue;
    const int digit = c - '0';
    if (seen < kept) {
      if (__builtin_mul_overflow(units, 10, &units) || __builtin_add_overflow(units, digit, &units)) return std::nullopt;
    } else if (digit != 0 && !round) {
      return std::nullopt;
    } else if (seen == kept) {
      half = digit >= 5;
      above = digit > 5;
    } else {
      above = above || (half && digit != 0);
    }
    ++seen;
  }
  for (; seen < kept && units != 0; ++seen) {
    if (__builtin_mul_overflow(units, 10, &units)) return std::nullopt;
  }
  if (half && (above || (units & 1) != 0) && __builtin_add_overflow(units, 1, &units)) return std::nullopt;
  return negative ? -units : units;
}

}  // namespace gh::json
