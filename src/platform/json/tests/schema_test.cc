// The schema and the parser must say the same. Values at and around every limit are made from the schema alone; a reading of the schema
// that knows nothing of the field types (below) judges them, and so does parse().
#include "platform/json/schema.h"

#include <random>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "platform/json/fields.h"
#include "platform/json/unicode.h"

namespace gh::json {
namespace {

// A JSON value by name, for walking through schemas.
class Json {
 public:
  explicit Json(std::string_view text) : reader_(std::make_shared<Reader>(text, Mode::stored)), node_(reader_->node(0)) {}
  Json(std::shared_ptr<Reader> reader, const Node* node) : reader_(std::move(reader)), node_(node) {}

  Kind kind() const { return node_->kind; }
  std::string text() const { return std::string(node_->text); }
  std::size_t size() const { return node_->count; }
  bool has(std::string_view name) const { return find(name) != nullptr; }
  Json operator[](std::string_view name) const { return {reader_, find(name)}; }
  std::vector<std::pair<std::string, Json>> members() const {
    std::vector<std::pair<std::string, Json>> all;
    const bool object = kind() == Kind::object;
    const Node* at = node_ + 1;
    for (std::uint32_t i = 0; i < node_->count; ++i) {
      const Node* value = object ? at + 1 : at;
      all.emplace_back(object ? std::string(at->text) : "", Json(reader_, value));
      at = reader_->node(value->next);
    }
    return all;
  }

 private:
  const Node* find(std::string_view name) const {
    const Node* at = node_ + 1;
    for (std::uint32_t i = 0; i < node_->count; ++i, at = reader_->node((at + 1)->next)) {
      if (at->text == name) return at + 1;
    }
    return nullptr;
  }
  std::shared_ptr<Reader> reader_;
  const Node* node_;
};

std::wstring wide(std::string_view utf8) {
  std::wstring text;
  while (!utf8.empty()) {
    const auto character = decode_utf8(utf8);
    text += static_cast<wchar_t>(character.code);
    utf8.remove_prefix(character.length);
  }
  return text;
}

bool matches(const std::string& text, const std::string& pattern) {
  static std::map<std::string, std::wregex> compiled;
  auto at = compiled.find(pattern);
  if (at == compiled.end()) at = compiled.emplace(pattern, std::wregex(wide(pattern), std::regex::ECMAScript)).first;
  return std::regex_search(wide(text), at->second);
}

// JSON Schema 2020-12, as much of it as our schemas use; a keyword that is not known here fails the test.
class Validator {
 public:
  explicit Validator(const SchemaSet& set) : components_(set.components()) {}

  bool valid(const Json& schema, const Json& value) const {
    if (schema.has("$ref")) {
      const auto ref = schema["$ref"].text();
      return valid(components_[ref.substr(ref.rfind('/') + 1)], value);
    }
    for (const auto& [keyword, rule] : schema.members()) {
      if (!holds(keyword, rule, schema, value)) return false;
    }
    return true;
  }
  Json resolve(const Json& schema) const {
    if (!schema.has("$ref")) return schema;
    const auto ref = schema["$ref"].text();
    return components_[ref.substr(ref.rfind('/') + 1)];
  }

 private:
  static bool is_type(const std::string& type, const Json& value) {
    if (type == "integer") return value.kind() == Kind::number && value.text().find_first_of(".eE") == std::string::npos;
    static const std::map<std::string, Kind> kinds = {{"boolean", Kind::boolean}, {"number", Kind::number}, {"string", Kind::string},
                                                      {"array", Kind::array},     {"object", Kind::object}, {"null", Kind::null}};
    return value.kind() == kinds.at(type);
  }

  bool holds(const std::string& keyword, const Json& rule, const Json& schema, const Json& value) const {
    const auto number = [](const Json& json) { return std::stold(json.text()); };
    const bool text = value.kind() == Kind::string, digits = value.kind() == Kind::number, array = value.kind() == Kind::array;
    if (keyword == "type") return is_type(rule.text(), value);
    if (keyword == "minimum") return !digits || number(value) >= number(rule);
    if (keyword == "maximum") return !digits || number(value) <= number(rule);
    if (keyword == "multipleOf") return !digits || decimal_from(value.text(), 3).has_value();
    if (keyword == "minLength") return !text || count_characters(value.text()) >= std::stoul(rule.text());
    if (keyword == "maxLength") return !text || count_characters(value.text()) <= std::stoul(rule.text());
    if (keyword == "pattern") return !text || matches(value.text(), rule.text());
    if (keyword == "format" && rule.text() == "date-time") return !text || parse_timestamp(value.text()).has_value();
    if (keyword == "format" && rule.text() == "date") return !text || parse_date(value.text()).has_value();
    if (keyword == "minItems") return !array || value.size() >= std::stoul(rule.text());
    if (keyword == "maxItems" || keyword == "maxProperties") return value.size() <= std::stoul(rule.text());
    if (keyword == "items") return !array || all(value, [&](const std::string&, const Json& item) { return valid(rule, item); });
    if (keyword == "anyOf") return any(rule, [&](const Json& one) { return valid(one, value); });
    if (keyword == "enum") return any(rule, [&](const Json& one) { return one.text() == value.text(); });
    if (keyword == "required") return all(rule, [&](const std::string&, const Json& name) { return value.has(name.text()); });
    if (keyword == "properties") {
      return all(value, [&](const std::string& name, const Json& member) { return !rule.has(name) || valid(rule[name], member); });
    }
    if (keyword == "additionalProperties") {
      return all(value, [&](const std::string& name, const Json& member) {
        return (schema.has("properties") && schema["properties"].has(name)) || (rule.kind() == Kind::object && valid(rule, member));
      });
    }
    static const std::set<std::string> annotations = {"description", "format", "default", "writeOnly"};
    EXPECT_TRUE(annotations.contains(keyword)) << "the test does not know the keyword " << keyword;
    return true;
  }
  template <class Check>
  static bool all(const Json& json, Check check) {
    for (const auto& [name, item] : json.members()) {
      if (!check(name, item)) return false;
    }
    return true;
  }
  template <class Check>
  static bool any(const Json& json, Check check) {
    return !all(json, [&](const std::string&, const Json& item) { return !check(item); });
  }

  Json components_;
};

// JSON texts at and around the limits of a schema, and things that fit no schema.
class Maker {
 public:
  Maker(const Validator& validator, std::uint32_t seed) : validator_(validator), random_(seed) {}

  std::vector<std::string> around(const Json& given, int level = 0) {
    const Json schema = validator_.resolve(given.has("anyOf") ? given["anyOf"].members().front().second : given);
    std::vector<std::string> made = {"null", "true", "0", "-1", "1.5", "\"\"", "\"x\"", "[]", "{}", "\"true\"", "1e3", "[null]"};
    const auto type = schema.has("type") ? schema["type"].text() : "";
    if (type == "string") strings(schema, made);
    if (type == "integer" || type == "number") numbers(schema, made);
    if (type == "array") arrays(schema, made, level);
    if (type == "object") objects(schema, made, level);
    return made;
  }

 private:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
  const std::string& one_of(const std::vector<std::string>& all) { return all[below(all.size())]; }

  static const std::vector<std::string>& examples() {
    static const std::vector<std::string> all = {"ord_0000000000000G000000000002",
                                                 "ord_8000000000000G000000000002",
                                                 "ord_0000000000000U000000000002",
                                                 "usr_0000000000000G000000000002",
                                                 "sku_0000000000001G000000000004_05",
                                                 "sku_0000000000001G000000000004_00",
                                                 "2026-05-04T07:12:09.250Z",
                                                 "1969-12-31T23:59:59Z",
                                                 "2026-02-29",
                                                 "2026-05-04",
                                                 "1899-12-31",
                                                 "1900-01-01",
                                                 "USD",
                                                 "usd",
                                                 "a@b.co",
                                                 "A.b+c@D-e.example",
                                                 "a@b",
                                                 "a..b@c.co",
                                                 "red-beets",
                                                 "red--beets",
                                                 "https://a.b:65535/x?y#z",
                                                 "https://a.b:65536",
                                                 "https://a.b/%2F%zz",
                                                 "https://a.b?x#y#z",
                                                 "https://a.b/[x]",
                                                 "http://[::1]/",
                                                 "https://a_b/",
                                                 "eyJh.bG_-"};
    return all;
  }

  void strings(const Json& schema, std::vector<std::string>& made) {
    static const std::vector<std::string> pieces = {
        "a",      "Z",      "7",      "-", ".", "@", " ",  "_",  "\u00e9", "\u20ac", "\U0001F955", "\u00a0",   "\n",    "\t", "\r\n",
        "\u2028", "\u202e", "\u0085", "/", ":", "%", "\"", "\\", "<",      "?",      "#",          "https://", "@b.co", "+"};
    if (schema.has("enum")) {
      for (const auto& [_, name] : schema["enum"].members())
        made.insert(made.end(), {escape(name.text()), escape(name.text() + "_"), escape("x" + name.text())});
    }
    for (const auto& example : examples()) {
      made.push_back(escape(example));
      std::string changed = example;
      changed[below(changed.size())] = "aZ0-.@ _/:"[below(10)];
      made.push_back(escape(changed));
      made.push_back(escape(example + one_of(pieces)));
    }
    for (const auto* limit : {"minLength", "maxLength"}) {
      if (!schema.has(limit)) continue;
      const auto length = std::stoul(schema[limit].text());
      for (const auto characters : {length - 1, length, length + 1}) {
        if (characters > 3000) continue;  // 0 - 1
        for (const auto* fill : {"a", "7", "\u00e9", "\U0001F955", " ", "-"}) {
          std::string text;
          while (count_characters(text) < characters) text += fill;
          made.push_back(escape(text));
          if (!text.empty()) made.push_back(escape(text.substr(0, text.size() - std::string_view(fill).size()) + one_of(pieces)));
        }
        for (const std::string start : {"a@", "https://a.b/"}) {
          std::string text = start;
          while (text.size() < characters) text += text.size() % 50 == 49 && start == "a@" ? '.' : 'x';
          made.push_back(escape(text));
        }
      }
    }
    for (int i = 0; i < 40; ++i) {
      std::string text;
      for (auto n = below(12); n > 0; --n) text += one_of(pieces);
      made.push_back(escape(text));
    }
  }

  void numbers(const Json& schema, std::vector<std::string>& made) {
    for (const auto* limit : {"minimum", "maximum"}) {
      if (!schema.has(limit)) continue;
      const auto at = std::stoll(schema[limit].text());
      for (const long long value : {at - 1, at, at + 1})
        made.insert(made.end(),
                    {std::to_string(value), std::to_string(value) + ".5", std::to_string(value) + ".001", std::to_string(value) + ".0001"});
    }
    made.insert(made.end(), {"-0", "0.0", "1E2", "1e-3", "1e-4", "99999999999999999999", "-1e300", "\"1\""});
  }

  void arrays(const Json& schema, std::vector<std::string>& made, int level) {
    const auto items = around(schema["items"], level + 1);
    std::vector<std::string> good;
    for (const auto& item : items) {
      if (validator_.valid(schema["items"], Json(item))) good.push_back(item);
    }
    if (good.empty()) return;
    for (const auto* limit : {"minItems", "maxItems"}) {
      if (!schema.has(limit)) continue;
      const auto size = std::stoul(schema[limit].text());
      if (size > 1000) continue;
      for (const auto count : {size - 1, size, size + 1}) {
        std::string text = "[";
        for (std::size_t i = 0; i < count && count < 2000; ++i) text += (i != 0 ? "," : "") + one_of(good);
        made.push_back(text + "]");
      }
    }
    for (int i = 0; i < (level == 0 ? 60 : 4); ++i) made.push_back("[" + one_of(items) + "]");
  }

  void objects(const Json& schema, std::vector<std::string>& made, int level) {
    if (!schema.has("properties")) {
      for (const auto& item : around(schema["additionalProperties"], level + 1)) made.push_back("{\"k\":" + item + "}");
      return;
    }
    std::map<std::string, std::vector<std::string>> values, good;
    const auto members = schema["properties"].members();
    for (const auto& [name, member] : members) {
      values[name] = around(member, level + 1);
      for (const auto& value : values[name]) {
        if (validator_.valid(member, Json(value))) good[name].push_back(value);
      }
      EXPECT_FALSE(good[name].empty()) << "no good value is known for " << name;
    }
    // Each value of each member among good ones; members missing; members that nobody knows.
    const auto object = [&](const std::string& changed, const std::string& value) {
      std::string text = "{";
      for (const auto& [name, member] : members) {
        const auto& chosen = name == changed ? value : one_of(good[name]);
        if (!chosen.empty()) text += (text.size() > 1 ? "," : "") + escape(name) + ":" + chosen;
      }
      return text + "}";
    };
    made.push_back(object("", ""));
    for (const auto& [name, member] : members) {
      made.push_back(object(name, ""));
      for (std::size_t i = 0; i < values[name].size(); ++i) {
        if (level == 0 || i % 16 == 0) made.push_back(object(name, values[name][i]));
      }
    }
    std::string extra = object("", "");
    extra.insert(extra.size() - 1, extra.size() > 2 ? ",\"extra\":1" : "\"extra\":1");
    made.push_back(extra);
  }

  const Validator& validator_;
  std::mt19937 random_;
};

enum class Season { spring, summer, off_ };
BOOST_DESCRIBE_ENUM(Season, spring, summer, off_)

struct Spot {
  Latitude latitude;
  Longitude longitude;
};
BOOST_DESCRIBE_STRUCT(Spot, (), (latitude, longitude))

struct Inputs {
  Text<1, 5> text;
  Text<0, 3> maybe_empty;
  LongText<2, 12> story;
  Email email;
  Slug slug;
  Url url;
  Password<3, 8> password;
  Cursor cursor;
  PageLimit limit;
  Bounded<int, -3, 7> bounded;
  List<Slug, 1, 3> slugs;
  List<Spot, 0, 2> spots;
  Spot spot;
  std::optional<Spot> maybe;
  Season season;
  bool flag;
  std::int32_t small;
  std::int64_t large;
  std::uint16_t port;
  double real;
  std::string any;
  OrderId id;
  Sku sku;
  Timestamp time;
  Date day;
  Currency currency;
  Money money;
  Quantity quantity;
  std::vector<std::int32_t> flags;
  std::map<std::string, int> counts;
};
BOOST_DESCRIBE_STRUCT(Inputs, (),
                      (text, maybe_empty, story, email, slug, url, password, cursor, limit, bounded, slugs, spots, spot, maybe, season,
                       flag, small, large, port, real, any, id, sku, time, day, currency, money, quantity, flags, counts))

// Values that the parser takes though the schema does not name them: blanks around a text (they are
// cut off), digits of a degree beyond the sixth. What it makes of them is valid.
bool only_tolerated(const std::string& text, const std::string& written) { return parse_stored<Raw>(text)->text != written; }

TEST(Schema, SaysWhatTheParserDoes) {
  SchemaSet set;
  set.begin_inputs();
  const Json schema(json::schema<Inputs>(set));
  ASSERT_TRUE(set.clashes().empty());
  const Validator validator(set);
  int accepted = 0, refused = 0;
  for (std::uint32_t seed = 1; seed <= 3; ++seed) {
    for (const auto& text : Maker(validator, seed).around(schema)) {
      const bool valid = validator.valid(schema, Json(text));
      const auto parsed = parse<Inputs>(text);
      ++(valid ? accepted : refused);
      if (valid) {
        ASSERT_TRUE(parsed) << "the schema allows it, the parser says " << parsed.error().fields()[0].pointer << " "
                            << parsed.error().fields()[0].detail << "\n"
                            << text.substr(0, 2000);
      } else if (parsed) {
        auto written = json::to_string(*parsed);
        written.replace(written.find("\"***\""), 5, escape(parsed->password.value()));  // it is not written by itself
        ASSERT_TRUE(only_tolerated(text, written)) << "the schema refuses it, the parser takes it as it is: " << text;
        ASSERT_TRUE(validator.valid(schema, Json(written)))
            << "the parser took it, but its schema refuses what came of it: " << text.substr(0, 2000) << "\n"
            << written;
      }
    }
  }
  // Both must happen often, or the values prove nothing.
  EXPECT_GT(accepted, 500);
  EXPECT_GT(refused, 2000);
}

struct Tree {
  std::string name;
  std::vector<Tree> children;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (name, children))

template <class T>
struct PageOf {
  std::vector<T> items;
  std::string next_cursor;
};
BOOST_DESCRIBE_STRUCT(PageOf<Spot>, (), (items, next_cursor))

namespace other {
struct Spot {
  int x = 0;
};
BOOST_DESCRIBE_STRUCT(Spot, (), (x))
}  // namespace other

namespace renamed {
struct Spot {
  std::optional<int> y;
  PageLimit limit;
};
BOOST_DESCRIBE_STRUCT(Spot, (), (y, limit))
}  // namespace renamed

}  // namespace

template <>
inline constexpr std::string_view schema_name<renamed::Spot> = "RenamedSpot";
template <>
inline constexpr auto describe_text<renamed::Spot> =
    std::to_array<Description>({{"", "A \"spot\"."}, {"y", "How high."}, {"limit", "How many."}});

namespace {

TEST(Schema, StructsAreComponents) {
  SchemaSet set;
  EXPECT_EQ(schema<Tree>(set), R"({"$ref":"#/components/schemas/Tree"})");
  EXPECT_EQ(schema<PageOf<Spot>>(set), R"({"$ref":"#/components/schemas/PageOf_Spot"})");
  EXPECT_EQ(schema<std::vector<Spot>>(set), R"({"type":"array","maxItems":10000,"items":{"$ref":"#/components/schemas/Spot"}})");
  EXPECT_EQ(set.all().size(), 3u);
  EXPECT_EQ(
      set.all().at("Tree"),
      R"({"type":"object","properties":{"name":{"type":"string"},)"
      R"("children":{"type":"array","maxItems":10000,"items":{"$ref":"#/components/schemas/Tree"}}},"required":["name","children"],"additionalProperties":false})");
  EXPECT_TRUE(set.clashes().empty());
}

TEST(Schema, WhatMayBeAbsentOfAnInputMayBeNull) {
  SchemaSet set;
  set.begin_inputs();
  schema<renamed::Spot>(set);
  set.end_inputs();
  schema<Spot>(set);
  const Json read(set.all().at("RenamedSpot")), written(set.all().at("Spot"));
  EXPECT_EQ(read["properties"]["y"]["anyOf"].size(), 2U);
  EXPECT_EQ(read["properties"]["y"]["description"].text(), "How high.");
  EXPECT_FALSE(written["properties"]["latitude"].has("anyOf"));
}

TEST(Schema, TwoTypesWithOneNameClash) {
  SchemaSet set;
  schema<Spot>(set);
  schema<other::Spot>(set);
  EXPECT_EQ(set.clashes(), std::vector<std::string>{"Spot"});
}

TEST(Schema, NamesAndDescriptions) {
  SchemaSet set;
  schema<Spot>(set);
  EXPECT_EQ(schema<renamed::Spot>(set), R"({"$ref":"#/components/schemas/RenamedSpot"})");
  EXPECT_TRUE(set.clashes().empty());
  EXPECT_EQ(
      set.all().at("RenamedSpot"),
      R"({"type":"object","description":"A \"spot\".","properties":{"y":{"type":"integer","format":"int32","minimum":-2147483648,"maximum":2147483647,"description":"How high."},)"
      R"("limit":{"type":"integer","minimum":1,"maximum":100,"default":20,"description":"How many."}},"required":[],"additionalProperties":false})");
  EXPECT_EQ(detail::unqualified("gh::a::Page<gh::b::Item<gh::C, int>, (anonymous namespace)::D>"), "Page_Item_C_int_D");
}

struct Find {
  Text<1, 10> q;
  PageLimit limit;
  std::vector<std::string> tag;
};
BOOST_DESCRIBE_STRUCT(Find, (), (q, limit, tag))

TEST(Schema, Parameters) {
  SchemaSet set;
  const Json list(parameters<Find>(set, "query"));
  ASSERT_EQ(list.size(), 3u);
  const auto all = list.members();
  EXPECT_EQ(all[0].second["name"].text(), "q");
  EXPECT_EQ(all[0].second["required"].text(), "true");
  EXPECT_EQ(all[0].second["schema"]["maxLength"].text(), "10");
  EXPECT_EQ(all[1].second["required"].text(), "false");
  EXPECT_EQ(all[2].second["required"].text(), "false");
  EXPECT_EQ(Json(parameters<Find>(set, "path")).members()[1].second["required"].text(), "true");
  EXPECT_EQ(parameters<None>(set, "query"), "[]");
}

}  // namespace
}  // namespace gh::json
