// The file of the index and its writing side: schema, loading into memory, one put as one transaction. Used by the writer thread only.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/sqlite_search/catalogue.h"
#include "adapters/sqlite_search/database.h"
#include "adapters/sqlite_search/words.h"

namespace gh::sqlite_search {

inline constexpr std::size_t described_bytes_max = 4000;  // of a description are indexed

// What readers share with the writer; under the index's lock.
struct Memory {
  Catalogue catalogue;
  Vocabulary words[2];     // by kind
  std::uint64_t file = 0;  // another number: the file was made anew, readers open it again
};
inline std::size_t of(ports::SearchKind kind) { return kind == ports::SearchKind::farm ? 0 : 1; }
const char* text_table(ports::SearchKind kind);

class IndexFile {
 public:
  // Opens the file; one of another schema, a damaged one, or one that a power failure may have caught half written is made anew.
  explicit IndexFile(std::string path);
  ~IndexFile();
  IndexFile(const IndexFile&) = delete;
  IndexFile& operator=(const IndexFile&) = delete;

  void load(Memory&);
  const std::string& token() const { return token_; }
  // Throws the file away and begins an empty one.
  void start_again(Memory&);
  // Writes the batch and commits; `apply` is called around the commit and gets what brings Memory up to date.
  using Update = std::function<void(Memory&)>;
  void put(const ports::SearchBatch&, const std::function<void(const std::function<void()>& commit, const Update&)>& apply);

 private:
  struct Texts {
    std::string columns[4];
    bool operator==(const Texts&) const = default;
  };
  struct Stored {
    RowNumber row = 0;
    ports::SearchRow facts;  // title cut
    Texts texts;
  };
  using WordChanges = std::map<std::pair<std::size_t, std::string>, std::int64_t>;

  void open();
  void make_anew();
  bool is_ours();
  void prepare();
  static Texts texts_of(const ports::SearchRow&);
  std::optional<Stored> find(const std::string& id);
  void remove(const Stored&, WordChanges&);
  std::optional<RowNumber> write(const ports::SearchRow&, WordChanges&);
  void write_text(const char* command_column, const Stored&);
  void count_words(const Stored&, std::int64_t sign, WordChanges&);
  void write_meta(const char* key, std::string_view value);
  std::string read_meta(const char* key);
  void empty();

  std::string path_;
  std::optional<Database> database_;
  std::string token_;
  Statement find_, insert_facts_, insert_texts_, delete_facts_, delete_texts_, add_word_, set_meta_, get_meta_;
  Statement add_text_[2], drop_text_[2];
};

}  // namespace gh::sqlite_search
