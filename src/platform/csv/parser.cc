#include "platform/csv/parser.h"

#include <fmt/format.h>

#include "base/planted.h"

namespace gh::csv {

namespace {
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
}

void Parser::feed(std::string_view bytes) {
  bytes_.erase(0, at_);
  at_ = 0;
  bytes_.append(bytes);
  // The defect: what a quote at the end of a chunk means is decided before the next chunk is seen.
  if (planted("csv_parser") && state_ == State::after_quote && bytes.starts_with('"')) state_ = State::field_start;
}

std::optional<Row> Parser::next() {
  skip_mark();
  if (!mark_looked_for_) return std::nullopt;
  while (at_ < bytes_.size() && !finished_) take(bytes_[at_++]);
  if (!finished_ && ended_) {
    if (state_ == State::quoted) give_up("unclosed_quote", "a quote is opened and never closed");
    if (state_ == State::after_cr) give_up("bare_cr", "a carriage return without a line feed");
    if (row_has_bytes_) finish_row();
  }
  return std::exchange(finished_, std::nullopt);
}

// Needs the first three bytes, or the end, to be sure.
void Parser::skip_mark() {
  if (mark_looked_for_ || (!ended_ && bytes_.size() < byte_order_mark.size())) return;
  mark_looked_for_ = true;
  if (bytes_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
}

void Parser::take(char byte) {
  if (state_ == State::skipping) {
    if (byte == '\n') finish_row();
    return;
  }
  if (state_ == State::after_cr) {
    if (byte == '\n') return finish_row();
    give_up("bare_cr", "a carriage return without a line feed");
    return;
  }
  const bool in_quotes = state_ == State::quoted;
  if (byte == '\n' && !in_quotes) return finish_row();
  row_has_bytes_ |= byte != '\r' || in_quotes;
  if (++row_bytes_ > limits_.row_bytes_max) {
    give_up("too_long", fmt::format("the row has more than {} bytes", limits_.row_bytes_max));
    if (byte == '\n') finish_row();
    return;
  }
  if (byte == '\0') return give_up("nul", "a NUL byte");
  if (in_quotes) {
    if (byte == '\n') ++line_;
    if (byte == '"')
      state_ = State::after_quote;
    else
      field_ += byte;
  } else if (byte == ',') {
    return finish_field();
  } else if (byte == '\r') {
    state_ = State::after_cr;
  } else if (state_ == State::after_quote) {
    if (byte != '"') return give_up("text_after_quote", "text behind a closing quote");
    field_ += byte;
    state_ = State::quoted;
  } else if (byte == '"') {
    if (state_ == State::unquoted) return give_up("stray_quote", "a quote inside a field that is not quoted");
    state_ = State::quoted;
  } else {
    field_ += byte;
    state_ = State::unquoted;
  }
  if (field_.size() > limits_.field_bytes_max)
    give_up("too_long", fmt::format("field {} has more than {} bytes", row_.fields.size() + 1, limits_.field_bytes_max));
}

void Parser::finish_field() {
  if (!is_utf8(field_)) return give_up("not_utf8", fmt::format("field {} is not UTF-8", row_.fields.size() + 1));
  if (row_.fields.size() == limits_.fields_max)
    return give_up("too_many_fields", fmt::format("the row has more than {} fields", limits_.fields_max));
  row_.fields.push_back(std::move(field_));
  field_.clear();
  state_ = State::field_start;
}

void Parser::finish_row() {
  if (row_has_bytes_ && !row_.problem) finish_field();
  if (row_has_bytes_) finished_ = std::move(row_);
  ++line_;
  row_ = Row{line_, {}, {}};
  row_bytes_ = 0;
  row_has_bytes_ = false;
  field_.clear();
  state_ = State::field_start;
}

void Parser::give_up(std::string_view code, std::string detail) {
  row_.problem = Problem{code, std::move(detail)};
  row_has_bytes_ = true;
  field_.clear();
  state_ = State::skipping;
}

std::string to_row(const std::vector<std::string>& fields) {
  // One empty field would be an empty line, which is no row.
  if (fields.size() == 1 && fields[0].empty()) return "\"\"\r\n";
  std::string row;
  for (const auto& field : fields) {
    if (!row.empty() || &field != &fields.front()) row += ',';
    if (field.find_first_of(",\"\r\n") == std::string::npos && !field.starts_with(byte_order_mark)) {
      row += field;
      continue;
    }
    row += '"';
    for (const char c : field) {
      if (c == '"') row += '"';
      row += c;
    }
    row += '"';
  }
  return row + "\r\n";
}

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto is_tail = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char lead = byte(i);
    std::size_t length = 1;
    std::uint32_t code = lead;
    if (lead >= 0xC2 && lead < 0xE0)
      length = 2, code = lead & 0x1FU;
    else if (lead >= 0xE0 && lead < 0xF0)
      length = 3, code = lead & 0x0FU;
    else if (lead >= 0xF0 && lead < 0xF5)
      length = 4, code = lead & 0x07U;
    else if (lead >= 0x80)
      return false;
    for (std::size_t k = 1; k < length; ++k) {
      if (!is_tail(i + k)) return false;
      code = (code << 6) | (byte(i + k) & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    i += length;
  }
  return true;
}

}  // namespace gh::csv
