// Output: the answers of one connection that the client has not taken yet, in order, as few gather writes as possible.
//
// Heads and small bodies are put into one block; larger bodies are referred to and kept alive. Part of a connection's arena, so its
// memory is reused by whichever connection has something to say. One thread.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"
#include "net/stream.h"

namespace gh::net {

class Output {
 public:
  struct Form {
    bool with_body = true;   // not for HEAD
    bool keep_alive = true;  // else "Connection: close"
    bool http_1_0 = false;   // keeping alive has to be said
  };

  Output() { pieces_.reserve(16); }

  // date_line: "Date: ...\r\n".
  void add(Response&& response, Form form, std::string_view date_line);
  void add_continue();  // 100
  bool empty() const { return front_ == pieces_.size(); }
  std::size_t answers() const { return answers_; }  // since it was last empty
  std::size_t bytes() const { return bytes_; }      // not taken yet

  // Writes until all is taken (done) or the client takes no more. `put` grows by what it took.
  Io flush(Stream& stream, std::uint64_t& put);
  void clear();

 private:
  struct Piece {
    const char* data = nullptr;  // nullptr: a file
    std::uint64_t size = 0;
    std::shared_ptr<const void> owner;
    int file = -1;
    std::uint64_t offset = 0;
  };
  class Block;

  void add_text(std::string_view text);
  void add_file(const FileBody& file);
  Io write_some(Stream& stream, std::size_t& put);
  void taken(std::size_t size);

  static constexpr std::size_t block_size = 16 * 1024;
  static constexpr std::size_t copied_body_max = 4 * 1024;  // below, copying is cheaper than another piece of a gather write

  std::array<char, block_size> block_;
  std::size_t used_ = 0;
  std::vector<Piece> pieces_;
  std::size_t front_ = 0;
  std::size_t answers_ = 0;
  std::size_t bytes_ = 0;
};

// Whether the file is there with all of its bytes; else the answer has to be another one.
bool can_be_sent(const FileBody& file);

}  // namespace gh::net
