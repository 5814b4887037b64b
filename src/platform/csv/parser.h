// Parser: a strict streaming reader of comma separated values (RFC 4180). Bytes go in by feed(), rows come out by next().
//
// Strict: a quote inside an unquoted field, bytes behind a closing quote, a bare carriage return, NUL, invalid UTF-8 and a row over
// a limit each make that row bad; it is handed out with its problem, and reading goes on behind the next line break, so that one
// bad row costs one row. Accepted besides the letter of the RFC: line breaks of LF alone, a byte order mark, empty lines (skipped).
// How the bytes are cut into chunks makes no difference. One owner, any thread; memory is bounded by the row limit and one chunk.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gh::csv {

struct Limits {
  std::size_t field_bytes_max = 8 * 1024;
  std::size_t row_bytes_max = 64 * 1024;
  std::size_t fields_max = 100;
};

struct Problem {
  std::string_view code;  // "stray_quote", "text_after_quote", "unclosed_quote", "bare_cr", "nul", "not_utf8", "too_long",
                          // "too_many_fields", "field_count"
  std::string detail;     // a sentence
};

struct Row {
  std::int64_t line = 0;            // where it begins, from 1
  std::vector<std::string> fields;  // with a problem: what was read up to there
  std::optional<Problem> problem;
};

class Parser {
 public:
  explicit Parser(Limits limits = {}) : limits_(limits) {}

  // More bytes. Call next() until it has nothing before the next feed(), or the unread bytes pile up.
  void feed(std::string_view bytes);
  // No more bytes will come; a row without a line break at its end is then complete.
  void end() { ended_ = true; }
  // The next row; nothing: feed() more, or after end(): there are no more.
  std::optional<Row> next();

 private:
  enum class State { field_start, unquoted, quoted, after_quote, after_cr, skipping };

  void take(char byte);
  void finish_field();
  void finish_row();
  void give_up(std::string_view code, std::string detail);
  void skip_mark();

  Limits limits_;
  std::string bytes_;
  std::size_t at_ = 0;
  bool mark_looked_for_ = false;
  bool ended_ = false;
  State state_ = State::field_start;
  std::int64_t line_ = 1;
  std::size_t row_bytes_ = 0;
  bool row_has_bytes_ = false;  // an empty line has none
  std::string field_;
  Row row_{1, {}, {}};
  std::optional<Row> finished_;
};

// The fields as one row, quoted where they must be, with CR LF. Parser reads back what it was given.
std::string to_row(const std::vector<std::string>& fields);

bool is_utf8(std::string_view);  // RFC 3629: no surrogates, no overlong forms

}  // namespace gh::csv
