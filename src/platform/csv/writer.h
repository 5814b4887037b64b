// Writes CSV (RFC 4180): fields with commas, quotes or line ends are quoted, records end in CR LF. Pure.
#pragma once
#include <string>
#include <string_view>

namespace gh::csv {

class Writer {
 public:
  // words: free text. One that a spreadsheet would take for a formula (it begins with = + - @, a tab or a return) gets an apostrophe in
  // front (OWASP, "CSV injection").
  void field(std::string_view text, bool words = false);
  void end_record();

  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool first_ = true;
};

}  // namespace gh::csv
