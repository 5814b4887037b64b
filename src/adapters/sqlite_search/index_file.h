// The file of the index and its writing side: schema, loading into memory, one put as one transaction. Used by the writer thread only.
//
// The file is never queried: it is what memory is filled from at the next start.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sqlite_search/database.h"
#include "adapters/sqlite_search/memory.h"

namespace gh::sqlite_search {

inline constexpr std::size_t described_bytes_max = 4000;  // of a description are indexed

class IndexFile {
 public:
  enum class Fill { from_file, is_filled };
  // Opens the file and fills the memory, which outlives this, unless it is filled from this very file already. A file of another schema, a
  // damaged one, or one that a power failure may have caught half written is made anew.
  IndexFile(std::string path, Memory& memory, Fill fill = Fill::from_file);
  ~IndexFile();
  IndexFile(const IndexFile&) = delete;
  IndexFile& operator=(const IndexFile&) = delete;

  static void remove(const std::string& path);

  const std::string& token() const { return token_; }
  // The file was found damaged while it was in use and is now an empty one: it no longer is what the memory was filled from.
  bool is_void() const { return void_; }
  void make_void();

  // Writes the batch and commits; `apply` is called around the commit and gets what brings the memory up to date. batch.restart is the
  // caller's.
  using Update = std::function<void()>;
  void put(const ports::SearchBatch&, const std::function<void(const std::function<void()>& commit, const Update&)>& apply);

 private:
  struct RowWord {
    WordNumber word = 0;
    std::uint32_t parts = 0;
    bool operator==(const RowWord&) const = default;
  };
  using RowWords = std::vector<RowWord>;
  struct Address {
    std::size_t kind = 0;
    RowNumber row = 0;
  };
  struct Stored {
    Address at;
    std::string facts;
    std::string words;
  };
  struct Change {
    Address at;
    RowWords before, after;
    std::string id;
    std::optional<Facts> facts;  // nothing: the row is gone
  };
  // What a put does to the memory.
  struct Changes {
    std::vector<Change> rows;
    std::map<std::string, WordNumber> words[2];
    std::vector<std::string> new_words[2];
    std::vector<ports::SearchLabel> new_labels;
  };

  void open();
  void make_anew();
  bool is_ours();
  void prepare();
  void load();
  void find_gaps();
  std::optional<Stored> find(const std::string& id);
  void erase(const std::string& id, Changes&);
  void write(const ports::SearchRow&, Changes&);
  std::optional<WordNumber> word(std::size_t kind, const std::string& text, Changes&);
  LabelNumber label(const ports::SearchLabel&, Changes&);
  RowWords words_of_row(const ports::SearchRow&, Changes&);
  Facts facts_of(const ports::SearchRow&, Changes&);
  void update(const Changes&);
  void write_meta(const char* key, std::string_view value);
  std::string read_meta(const char* key);

  static std::string pack(const RowWords&);
  static RowWords unpack_words(std::string_view);

  std::string path_;
  Memory& memory_;
  std::optional<Database> database_;
  std::string token_;
  bool void_ = false;
  std::vector<RowNumber> gaps_[2];  // row numbers that are free
  RowNumber end_[2] = {0, 0};
  Statement find_, insert_, delete_, add_word_, add_label_, set_meta_, get_meta_;
};

}  // namespace gh::sqlite_search
