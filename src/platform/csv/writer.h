// Writes CSV (RFC 4180): fields with commas, quotes or line ends are quoted, records end in CR LF. Pure.
#pragma once
#include <string>
#include <string_view>

namespace gh::csv {

class Writer {
 public:
  // words: free text, which is guarded (cells.h).
  void field(std::string_view text, bool words = false);
  void end_record();

  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool first_ = true;
};

}  // namespace gh::csv
