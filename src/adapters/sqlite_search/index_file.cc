#include "adapters/sqlite_search/index_file.h"

#include <filesystem>
#include <fstream>
#include <set>

#include "adapters/sqlite_search/score.h"

namespace gh::sqlite_search {
namespace {

// facts is narrow, because it is read whole at the start; texts holds what the contentless full text tables need to forget a row. Positions
// and column sizes are left out of these: nothing asks for phrases, and the number of words in a title is in memory.
constexpr const char* schema = R"(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE facts(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind INTEGER, farm TEXT, category TEXT, tags TEXT, title TEXT,
                   latitude INTEGER, longitude INTEGER, price INTEGER, newness INTEGER);
CREATE TABLE texts(row INTEGER PRIMARY KEY, title TEXT, tags TEXT, farm_name TEXT, description TEXT);
CREATE TABLE words(kind INTEGER, word TEXT, rows INTEGER, PRIMARY KEY(kind, word)) WITHOUT ROWID;
CREATE VIRTUAL TABLE farm_text USING fts5(title, tags, farm_name, description, content='', columnsize=0, detail=column, tokenize='porter ascii');
CREATE VIRTUAL TABLE product_text USING fts5(title, tags, farm_name, description, content='', columnsize=0, detail=column, tokenize='porter ascii');
)";
constexpr const char* emptying = R"(
DELETE FROM meta WHERE key='token'; DELETE FROM facts; DELETE FROM texts; DELETE FROM words;
INSERT INTO farm_text(farm_text) VALUES('delete-all'); INSERT INTO product_text(product_text) VALUES('delete-all');
)";

constexpr std::size_t title_bytes_kept = 64;

// The schema as a whole is its own version: another text is another index.
std::string schema_version() { return fmt::format("{:x}", std::hash<std::string_view>{}(schema) ^ described_bytes_max); }

// Changes with each start of the machine: files that were open when it went down without warning cannot be trusted (synchronous=OFF).
std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const auto& part : parts) all += all.empty() ? part : " " + part;
  return all;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

ports::SearchRow facts_from(const Statement& s) {  // columns as in `facts`
  ports::SearchRow row;
  row.id = s.text(1);
  row.kind = s.integer(2) == 0 ? ports::SearchKind::farm : ports::SearchKind::product;
  row.farm = s.text(3);
  row.category = s.text(4);
  row.tags = split(s.text(5));
  row.title = s.text(6);
  if (!s.is_null(7)) row.place = ports::Place{static_cast<std::int32_t>(s.integer(7)), static_cast<std::int32_t>(s.integer(8))};
  row.price_minor = s.integer(9);
  row.newness = s.integer(10);
  return row;
}

// The part of a row that `facts` keeps.
ports::SearchRow facts_of(const ports::SearchRow& row) {
  ports::SearchRow facts = row;
  facts.title = facts.title.substr(0, title_bytes_kept);
  facts.farm_name.clear();
  facts.description.clear();
  return facts;
}

bool same(const ports::SearchRow& a, const ports::SearchRow& b) {
  return std::tie(a.kind, a.id, a.farm, a.category, a.tags, a.title, a.place, a.price_minor, a.newness) ==
         std::tie(b.kind, b.id, b.farm, b.category, b.tags, b.title, b.place, b.price_minor, b.newness);
}

}  // namespace

const char* text_table(ports::SearchKind kind) { return kind == ports::SearchKind::farm ? "farm_text" : "product_text"; }

IndexFile::IndexFile(std::string path) : path_(std::move(path)) {
  try {
    open();
    if (!is_ours()) make_anew();
  } catch (const DatabaseError& error) {
    if (!error.is_damage()) throw;
    make_anew();
  }
}

IndexFile::~IndexFile() {
  try {
    // Now the file may be trusted after a restart of the machine, too.
    database_->execute("PRAGMA synchronous=FULL");
    write_meta("boot", "");
    database_->execute("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const std::exception&) {  // then it is built again
  }
}

void IndexFile::open() {
  database_.emplace(path_, Database::Mode::write);
  if (auto tables = database_->prepare("SELECT 1 FROM sqlite_master"); tables.step()) return;
  database_->execute(std::string("BEGIN;") + schema + "INSERT INTO meta VALUES('schema', '" + schema_version() + "'); COMMIT");
}

void IndexFile::make_anew() {
  database_.reset();
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + tail);
  open();
  if (!is_ours()) throw DatabaseError(SQLITE_ERROR, "the search index cannot be made");
}

void IndexFile::start_again(Memory& memory) {
  make_anew();
  memory.catalogue.clear();
  for (auto& words : memory.words) words.clear();
  ++memory.file;
}

bool IndexFile::is_ours() {
  if (auto tables = database_->prepare("SELECT 1 FROM sqlite_master WHERE name='meta'"); !tables.step()) return false;
  if (auto version = database_->prepare("SELECT 1 FROM meta WHERE key='schema' AND value='" + schema_version() + "'"); !version.step())
    return false;
  prepare();
  if (const auto boot = read_meta("boot"); !boot.empty() && boot != boot_id()) return false;
  write_meta("boot", boot_id());
  token_ = read_meta("token");
  return true;
}

void IndexFile::prepare() {
  auto& db = *database_;
  find_ = db.prepare("SELECT f.*, t.title, t.tags, t.farm_name, t.description FROM facts f JOIN texts t USING(row) WHERE id=?");
  insert_facts_ = db.prepare("INSERT OR REPLACE INTO facts VALUES(?,?,?,?,?,?,?,?,?,?,?) RETURNING row");
  insert_texts_ = db.prepare("INSERT OR REPLACE INTO texts VALUES(?,?,?,?,?)");
  delete_facts_ = db.prepare("DELETE FROM facts WHERE row=?");
  delete_texts_ = db.prepare("DELETE FROM texts WHERE row=?");
  add_word_ = db.prepare("INSERT INTO words VALUES(?,?,?) ON CONFLICT DO UPDATE SET rows=rows+excluded.rows");
  set_meta_ = db.prepare("INSERT OR REPLACE INTO meta VALUES(?,?)");
  get_meta_ = db.prepare("SELECT value FROM meta WHERE key=?");
  for (const auto kind : {ports::SearchKind::farm, ports::SearchKind::product}) {
    const auto* table = text_table(kind);
    add_text_[of(kind)] = db.prepare(fmt::format("INSERT INTO {}(rowid, title, tags, farm_name, description) VALUES(?,?,?,?,?)", table));
    drop_text_[of(kind)] =
        db.prepare(fmt::format("INSERT INTO {0}({0}, rowid, title, tags, farm_name, description) VALUES('delete',?,?,?,?,?)", table));
  }
}

void IndexFile::write_meta(const char* key, std::string_view value) { set_meta_.bind(1, std::string_view(key)).bind(2, value).run(); }

std::string IndexFile::read_meta(const char* key) {
  const Resetting end(get_meta_);
  return get_meta_.bind(1, std::string_view(key)).step() ? get_meta_.text(0) : std::string();
}

void IndexFile::load(Memory& memory) {
  auto facts = database_->prepare("SELECT * FROM facts");
  while (facts.step()) memory.catalogue.put(facts.integer(0), facts_from(facts));
  auto words = database_->prepare("SELECT kind, word, rows FROM words WHERE rows > 0");
  while (words.step()) memory.words[words.integer(0) == 0 ? 0 : 1].add(words.text(1), words.integer(2));
}

IndexFile::Texts IndexFile::texts_of(const ports::SearchRow& row) {
  // The category is a word of the product like its tags.
  return {{folded(row.title), folded(joined(row.tags) + " " + row.category), folded(row.farm_name),
           folded(std::string_view(row.description).substr(0, described_bytes_max))}};
}

std::optional<IndexFile::Stored> IndexFile::find(const std::string& id) {
  const Resetting end(find_);
  if (!find_.bind(1, std::string_view(id)).step()) return std::nullopt;
  Stored stored{find_.integer(0), facts_from(find_), {}};
  for (int i = 0; i < 4; ++i) stored.texts.columns[i] = find_.text(11 + i);
  return stored;
}

void IndexFile::count_words(const Stored& stored, std::int64_t sign, WordChanges& changes) {
  std::set<std::string> seen;
  for (const auto& column : stored.texts.columns) {
    for (auto& word : split(column)) {
      seen.insert(singular(word));
      seen.insert(std::move(word));
    }
  }
  for (const auto& word : seen) changes[{of(stored.facts.kind), word}] += sign;
}

void IndexFile::remove(const Stored& stored, WordChanges& changes) {
  auto& drop = drop_text_[of(stored.facts.kind)];
  drop.bind(1, stored.row);
  for (int i = 0; i < 4; ++i) drop.bind(2 + i, std::string_view(stored.texts.columns[i]));
  drop.run();
  count_words(stored, -1, changes);
  delete_facts_.bind(1, stored.row).run();
  delete_texts_.bind(1, stored.row).run();
}

// The number of the row that was written; nothing if it was there as it is.
std::optional<RowNumber> IndexFile::write(const ports::SearchRow& row, WordChanges& changes) {
  Stored now{0, facts_of(row), texts_of(row)};
  const auto before = find(row.id);
  if (before && same(before->facts, now.facts) && before->texts == now.texts) return std::nullopt;
  if (before) remove(*before, changes);
  const auto& f = now.facts;
  if (before) insert_facts_.bind(1, before->row);
  insert_facts_.bind(2, std::string_view(f.id)).bind(3, static_cast<std::int64_t>(of(f.kind))).bind(4, std::string_view(f.farm));
  insert_facts_.bind(5, std::string_view(f.category)).bind(6, std::string_view(joined(f.tags))).bind(7, std::string_view(f.title));
  if (f.place) insert_facts_.bind(8, std::int64_t{f.place->latitude}).bind(9, std::int64_t{f.place->longitude});
  insert_facts_.bind(10, f.price_minor).bind(11, f.newness);
  {
    const Resetting end(insert_facts_);
    insert_facts_.step();
    now.row = insert_facts_.integer(0);
    while (insert_facts_.step()) {}
  }
  for (auto* insert : {&insert_texts_, &add_text_[of(f.kind)]}) {
    insert->bind(1, now.row);
    for (int i = 0; i < 4; ++i) insert->bind(2 + i, std::string_view(now.texts.columns[i]));
    insert->run();
  }
  count_words(now, 1, changes);
  return now.row;
}

void IndexFile::put(const ports::SearchBatch& batch, const std::function<void(const std::function<void()>&, const Update&)>& apply) {
  std::vector<RowNumber> gone;
  std::vector<std::pair<RowNumber, const ports::SearchRow*>> written;
  WordChanges words;
  database_->execute("BEGIN IMMEDIATE");
  try {
    if (batch.restart) database_->execute(emptying);
    for (const auto& id : batch.erased) {
      if (const auto stored = find(id)) {
        remove(*stored, words);
        gone.push_back(stored->row);
      }
    }
    for (const auto& row : batch.rows)
      if (const auto number = write(row, words)) written.emplace_back(*number, &row);
    for (const auto& [word, rows] : words)
      if (rows != 0) add_word_.bind(1, static_cast<std::int64_t>(word.first)).bind(2, std::string_view(word.second)).bind(3, rows).run();
    write_meta("token", batch.token);
    apply([&] { database_->execute("COMMIT"); },
          [&](Memory& memory) {
            if (batch.restart) memory = Memory{.file = memory.file};
            for (const auto row : gone) memory.catalogue.erase(row);
            for (const auto& [number, row] : written) memory.catalogue.put(number, *row);
            for (const auto& [word, rows] : words)
              if (rows != 0) memory.words[word.first].add(word.second, rows);
          });
  } catch (...) {
    if (sqlite3_get_autocommit(database_->handle()) == 0) sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
  token_ = batch.token;
}

}  // namespace gh::sqlite_search
