#include "adapters/sqlite_search/index_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "adapters/sqlite_search/blob.h"
#include "adapters/sqlite_search/words.h"

namespace gh::sqlite_search {
namespace {

// A row's number is that of its place in memory, doubled, and its kind. Words and labels are numbered from 0; those that no row has any
// more stay until the index is built again.
constexpr const char* schema = R"(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE words(kind INTEGER, number INTEGER, word TEXT, PRIMARY KEY(kind, number)) WITHOUT ROWID;
CREATE TABLE labels(number INTEGER PRIMARY KEY, label BLOB);
CREATE TABLE rows(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, facts BLOB, words BLOB);
)";
constexpr std::uint64_t form = 2;  // of the blobs, of stems and of what is indexed; another number: another index

std::string schema_version() { return fmt::format("{:x}", std::hash<std::string_view>{}(schema) ^ described_bytes_max ^ (form << 32)); }

// Changes with each start of the machine: files that were open when it went down without warning cannot be trusted (synchronous=OFF).
std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

void pack(BlobWriter& blob, const ports::SearchPrice& price) {
  blob.integer(price.minor);
  blob.integer(price.unit_minor);
  blob.number(static_cast<std::uint64_t>(price.measure));
}
ports::SearchPrice unpack_price(BlobReader& blob) {
  ports::SearchPrice price{.minor = blob.integer(), .unit_minor = blob.integer()};
  price.measure = static_cast<ports::SearchMeasure>(blob.number());
  return price;
}

std::string pack(const Facts& facts) {
  BlobWriter blob;
  blob.integer(facts.title.high);
  blob.number(facts.title.low);
  blob.number(facts.title_words);
  pack(blob, facts.price);
  blob.integer(facts.newness);
  blob.number(facts.place ? 1 : 0);
  if (facts.place) {
    blob.integer(facts.place->latitude);
    blob.integer(facts.place->longitude);
  }
  blob.number(facts.sales.size());
  for (const auto& sale : facts.sales) {
    pack(blob, sale.price);
    blob.integer(sale.from.ms);
    blob.integer(sale.until.ms);
  }
  for (const auto label : facts.labels) blob.number(label);
  return blob.take();
}

Facts unpack_facts(std::string_view bytes) {
  BlobReader blob(bytes);
  Facts facts;
  facts.title.high = blob.integer();
  facts.title.low = blob.number();
  facts.title_words = static_cast<std::uint8_t>(blob.number());
  facts.price = unpack_price(blob);
  facts.newness = blob.integer();
  if (blob.number() != 0) facts.place = ports::Place{static_cast<std::int32_t>(blob.integer()), static_cast<std::int32_t>(blob.integer())};
  for (auto sales = blob.number(); sales > 0; --sales) {
    ports::SearchSale sale{.price = unpack_price(blob)};
    sale.from.ms = blob.integer();
    sale.until.ms = blob.integer();
    facts.sales.push_back(sale);
  }
  while (!blob.at_end()) facts.labels.push_back(static_cast<LabelNumber>(blob.number()));
  return facts;
}

std::string pack(const ports::SearchLabel& label) {
  BlobWriter blob;
  blob.number(static_cast<std::uint64_t>(label.facet));
  blob.text(label.value);
  blob.integer(label.from.ms);
  blob.integer(label.until.ms);
  return blob.take();
}

ports::SearchLabel unpack_label(std::string_view bytes) {
  BlobReader blob(bytes);
  const auto facet = blob.number();
  if (facet >= ports::search_facets) throw DamagedBlob();
  ports::SearchLabel label{.facet = static_cast<ports::SearchFacet>(facet), .value = std::string(blob.text())};
  label.from.ms = blob.integer();
  label.until.ms = blob.integer();
  return label;
}

}  // namespace

IndexFile::IndexFile(std::string path, Memory& memory, Fill fill) : path_(std::move(path)), memory_(memory) {
  try {
    open();
    if (!is_ours()) make_anew();
    if (fill == Fill::from_file) load();
    find_gaps();
  } catch (const DatabaseError& error) {
    if (!error.is_damage()) throw;
    make_anew();
  } catch (const DamagedBlob&) {
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

void IndexFile::remove(const std::string& path) {
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(path + tail);
}

void IndexFile::open() {
  database_.emplace(path_);
  if (auto tables = database_->prepare("SELECT 1 FROM sqlite_master"); tables.step()) return;
  database_->execute(std::string("BEGIN;") + schema + "INSERT INTO meta VALUES('schema', '" + schema_version() + "'); COMMIT");
}

void IndexFile::make_anew() {
  for (auto* statement : {&find_, &insert_, &delete_, &add_word_, &add_label_, &set_meta_, &get_meta_}) *statement = Statement();
  database_.reset();
  remove(path_);
  open();
  if (!is_ours()) throw DatabaseError(SQLITE_ERROR, "the search index cannot be made");
}

void IndexFile::make_void() {
  make_anew();
  token_.clear();
  void_ = true;
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
  find_ = db.prepare("SELECT number, facts, words FROM rows WHERE id=?");
  insert_ = db.prepare("INSERT OR REPLACE INTO rows VALUES(?,?,?,?)");
  delete_ = db.prepare("DELETE FROM rows WHERE number=?");
  add_word_ = db.prepare("INSERT INTO words VALUES(?,?,?)");
  add_label_ = db.prepare("INSERT INTO labels VALUES(?,?)");
  set_meta_ = db.prepare("INSERT OR REPLACE INTO meta VALUES(?,?)");
  get_meta_ = db.prepare("SELECT value FROM meta WHERE key=?");
}

void IndexFile::write_meta(const char* key, std::string_view value) { set_meta_.bind(1, std::string_view(key)).bind(2, value).run(); }

std::string IndexFile::read_meta(const char* key) {
  const Resetting end(get_meta_);
  return get_meta_.bind(1, std::string_view(key)).step() ? get_meta_.text(0) : std::string();
}

// Into a memory of its own first: what is damaged leaves nothing behind.
void IndexFile::load() {
  Memory loaded;
  auto words = database_->prepare("SELECT kind, word FROM words ORDER BY kind, number");
  while (words.step()) loaded.shelves[words.integer(0) & 1].words.learn(words.text(1));
  auto labels = database_->prepare("SELECT label FROM labels ORDER BY number");
  while (labels.step()) loaded.labels.learn(unpack_label(labels.bytes(0)));
  auto rows = database_->prepare("SELECT number, id, facts, words FROM rows ORDER BY number");
  while (rows.step()) {
    auto& shelf = loaded.shelves[rows.integer(0) & 1];
    const auto row = static_cast<RowNumber>(rows.integer(0) >> 1);
    const auto facts = unpack_facts(rows.bytes(2));
    for (const auto label : facts.labels)
      if (label >= loaded.labels.all().size()) throw DamagedBlob();
    shelf.rows.put(row, rows.text(1), facts, loaded.labels);
    for (const auto& [word, parts] : unpack_words(rows.bytes(3))) {
      if (word >= shelf.words.size()) throw DamagedBlob();
      shelf.words.add(word, row, parts);
    }
  }
  memory_ = std::move(loaded);
}

void IndexFile::find_gaps() {
  for (std::size_t kind = 0; kind < 2; ++kind) {
    const auto& rows = memory_.shelves[kind].rows;
    end_[kind] = rows.end();
    gaps_[kind].clear();
    for (RowNumber row = 0; row < rows.end(); ++row)
      if (!rows.entry(row).there) gaps_[kind].push_back(row);
  }
}

std::string IndexFile::pack(const RowWords& words) {
  BlobWriter blob;
  WordNumber before = 0;
  for (const auto& [word, parts] : words) {
    blob.number((std::uint64_t{word - before} << part_bits) | parts);
    before = word;
  }
  return blob.take();
}

IndexFile::RowWords IndexFile::unpack_words(std::string_view bytes) {
  RowWords words;
  WordNumber before = 0;
  for (BlobReader blob(bytes); !blob.at_end();) {
    const auto number = blob.number();
    before += static_cast<WordNumber>(number >> part_bits);
    words.push_back({before, static_cast<std::uint32_t>(number & ((1U << part_bits) - 1))});
  }
  return words;
}

std::optional<IndexFile::Stored> IndexFile::find(const std::string& id) {
  const Resetting end(find_);
  if (!find_.bind(1, std::string_view(id)).step()) return std::nullopt;
  const auto number = find_.integer(0);
  return Stored{{static_cast<std::size_t>(number & 1), static_cast<RowNumber>(number >> 1)},
                std::string(find_.bytes(1)),
                std::string(find_.bytes(2))};
}

std::optional<WordNumber> IndexFile::word(std::size_t kind, const std::string& text, Changes& changes) {
  if (const auto known = memory_.shelves[kind].words.find(text)) return known;
  const auto next = memory_.shelves[kind].words.size() + changes.new_words[kind].size();
  const auto fresh = changes.words[kind].find(text);
  if (fresh != changes.words[kind].end()) return fresh->second;
  if (next >= Vocabulary::words_max) return std::nullopt;
  const auto number = static_cast<WordNumber>(next);
  changes.words[kind].emplace(text, number);
  changes.new_words[kind].push_back(text);
  add_word_.bind(1, static_cast<std::int64_t>(kind)).bind(2, std::int64_t{number}).bind(3, std::string_view(text)).run();
  return number;
}

LabelNumber IndexFile::label(const ports::SearchLabel& label, Changes& changes) {
  if (const auto known = memory_.labels.find(label)) return *known;
  const auto first = static_cast<LabelNumber>(memory_.labels.all().size());
  if (const auto at = std::ranges::find(changes.new_labels, label); at != changes.new_labels.end())
    return first + static_cast<LabelNumber>(at - changes.new_labels.begin());
  changes.new_labels.push_back(label);
  const auto number = first + static_cast<LabelNumber>(changes.new_labels.size() - 1);
  add_label_.bind(1, std::int64_t{number}).bind_bytes(2, sqlite_search::pack(label)).run();
  return number;
}

IndexFile::RowWords IndexFile::words_of_row(const ports::SearchRow& row, Changes& changes) {
  std::map<std::string, std::uint32_t> parts;
  const auto add = [&](std::string_view text, std::uint32_t part) {
    for (auto& word : words_of(text)) parts[std::move(word)] |= part;
  };
  add(row.title, in_title);
  add(row.words, in_words);
  for (const auto& label : row.labels)
    if (label.facet == ports::SearchFacet::tag) add(label.value, in_words);
  add(row.farm_name, in_farm_name);
  add(std::string_view(row.description).substr(0, described_bytes_max), in_description);
  RowWords words;
  for (const auto& [text, part] : parts)
    if (const auto number = word(static_cast<std::size_t>(row.kind), text, changes)) words.push_back({*number, part});
  std::ranges::sort(words, {}, &RowWord::word);
  return words;
}

Facts IndexFile::facts_of(const ports::SearchRow& row, Changes& changes) {
  Facts facts{.title = title_key(row.title),
              .title_words = static_cast<std::uint8_t>(std::clamp<std::size_t>(words_of(row.title).size(), 1, 255)),
              .price = row.price,
              .newness = row.newness,
              .place = row.place,
              .sales = row.sales,
              .labels = {}};
  if (facts.sales.size() > ports::search_sales_max) facts.sales.resize(ports::search_sales_max);
  if (!row.farm.empty()) facts.labels.push_back(label({.facet = ports::SearchFacet::farm, .value = row.farm}, changes));
  for (const auto& given : row.labels) {
    if (facts.labels.size() >= ports::search_labels_max) break;
    facts.labels.push_back(label(given, changes));
  }
  std::ranges::sort(facts.labels);
  const auto twice = std::ranges::unique(facts.labels);
  facts.labels.erase(twice.begin(), twice.end());
  return facts;
}

void IndexFile::erase(const std::string& id, Changes& changes) {
  const auto stored = find(id);
  if (!stored) return;
  delete_.bind(1, static_cast<std::int64_t>(stored->at.row * std::int64_t{2} + static_cast<std::int64_t>(stored->at.kind))).run();
  changes.rows.push_back({.at = stored->at, .before = unpack_words(stored->words), .after = {}, .id = id, .facts = {}});
  gaps_[stored->at.kind].push_back(stored->at.row);
}

void IndexFile::write(const ports::SearchRow& row, Changes& changes) {
  const auto kind = static_cast<std::size_t>(row.kind);
  auto words = words_of_row(row, changes);
  auto facts = facts_of(row, changes);
  const auto packed_words = pack(words), packed_facts = sqlite_search::pack(facts);
  auto before = find(row.id);
  if (before && before->at.kind != kind) {
    erase(row.id, changes);
    before.reset();
  }
  if (before && before->facts == packed_facts && before->words == packed_words) return;
  Change change{.at = {kind, 0}, .before = {}, .after = std::move(words), .id = row.id, .facts = std::move(facts)};
  if (before) {
    change.at = before->at;
    change.before = unpack_words(before->words);
  } else if (!gaps_[kind].empty()) {
    change.at.row = gaps_[kind].back();
    gaps_[kind].pop_back();
  } else {
    change.at.row = end_[kind]++;
  }
  const auto number = change.at.row * std::int64_t{2} + static_cast<std::int64_t>(kind);
  insert_.bind(1, number).bind(2, std::string_view(row.id)).bind_bytes(3, packed_facts).bind_bytes(4, packed_words).run();
  changes.rows.push_back(std::move(change));
}

void IndexFile::update(const Changes& changes) {
  for (std::size_t kind = 0; kind < 2; ++kind)
    for (const auto& word : changes.new_words[kind]) memory_.shelves[kind].words.learn(word);
  for (const auto& label : changes.new_labels) memory_.labels.learn(label);
  for (const auto& change : changes.rows) {
    auto& shelf = memory_.shelves[change.at.kind];
    for (const auto& gone : change.before)
      if (!std::ranges::binary_search(change.after, gone.word, {}, &RowWord::word)) shelf.words.remove(gone.word, change.at.row);
    for (const auto& word : change.after)
      if (!std::ranges::binary_search(change.before, word.word, {}, &RowWord::word) ||
          std::ranges::find(change.before, word) == change.before.end())
        shelf.words.add(word.word, change.at.row, word.parts);
    if (change.facts) {
      shelf.rows.put(change.at.row, change.id, *change.facts, memory_.labels);
    } else {
      shelf.rows.erase(change.at.row, memory_.labels);
    }
  }
}

void IndexFile::put(const ports::SearchBatch& batch, const std::function<void(const std::function<void()>&, const Update&)>& apply) {
  Changes changes;
  database_->execute("BEGIN IMMEDIATE");
  try {
    for (const auto& id : batch.erased) erase(id, changes);
    for (const auto& row : batch.rows) write(row, changes);
    write_meta("token", batch.token);
    apply([&] { database_->execute("COMMIT"); }, [&] { update(changes); });
  } catch (...) {
    if (sqlite3_get_autocommit(database_->handle()) == 0) sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    find_gaps();
    throw;
  }
  token_ = batch.token;
}

}  // namespace gh::sqlite_search
