// Schemas: what an input must be and what an answer is, as JSON Schema 2020-12 (the dialect of OpenAPI 3.1), from the same types
// that read and write. Only the gateway and its tests include this.
#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "platform/json/json.h"

namespace gh::json {

// Describes a type (member "") and its members in the schema:
//   template <> inline constexpr auto gh::json::describe_text<Order> = std::to_array<gh::json::Description>({{"", "A purchase."}});
struct Description {
  std::string_view member;
  std::string_view text;
};
template <class T>
inline constexpr auto describe_text = std::array<Description, 0>{};

// The name of a described struct's schema. Default: the name of the type without namespaces; Page<shop::Farm> is Page_Farm.
//   template <> inline constexpr std::string_view gh::json::schema_name<farmers::Input> = "FarmInput";
template <class T>
inline constexpr std::string_view schema_name{};

// The schemas of the described structs that were met, by name.
class SchemaSet {
 public:
  // The structs that are met from here on are read, as the bodies of requests are: what is optional may be null. A struct that is both
  // read and written is met as one that is read.
  void begin_inputs() { inputs_ = true; }
  void end_inputs() { inputs_ = false; }
  // {"Name":{...},...}, names ascending
  std::string components() const;
  const std::map<std::string, std::string>& all() const { return texts_; }
  // Names that two types share: the document would be wrong. Empty if all is well.
  const std::vector<std::string>& clashes() const { return clashes_; }

 private:
  friend class Schema;
  std::map<std::string, std::string> texts_;
  std::map<std::string, const void*> types_;
  std::vector<std::string> clashes_;
  bool inputs_ = false;
};

// Where a Codec writes the schema of its type.
class Schema {
 public:
  Schema(SchemaSet& set, Out& out) : set_(set), out_(out) {}
  void raw(std::string_view json) { out_.raw(json); }
  Out& out() { return out_; }

  // What may be absent; in what is read it may be null as well.
  void optional(void (*schema)(Schema&));

  struct Member {
    std::string_view name;
    void (*schema)(Schema&);
    const detail::TypeOps* type;
    std::string_view description;
  };
  // A reference to the struct's schema, which is made if it is the first time. type: one address per type.
  void reference(const void* type, std::string name, std::string_view description, std::span<const Member> members);

 private:
  SchemaSet& set_;
  Out& out_;
};

namespace detail {

// "gh::shop::Page<gh::shop::Farm>" -> "Page_Farm"
std::string unqualified(std::string_view type);

template <class T>
constexpr std::string_view type_text() {
  constexpr std::string_view text = __PRETTY_FUNCTION__;  // "... [T = gh::shop::Farm]"
  constexpr auto from = text.find("T = ") + 4;
  return text.substr(from, text.size() - 1 - from);
}

template <class T>
inline constexpr char type_tag = 0;

template <class T>
constexpr std::string_view description(std::string_view member) {
  for (const auto& one : describe_text<T>) {
    if (one.member == member) return one.text;
  }
  return {};
}

template <class T>
std::vector<Schema::Member> schema_members() {
  return []<class... D>(boost::mp11::mp_list<D...>) {
    return std::vector<Schema::Member>{
        {D::name, &Codec<TypeOfMember<T, D>>::schema, &ops_of<TypeOfMember<T, D>>, description<T>(D::name)}...};
  }(described_members<T>{});
}

}  // namespace detail

template <Described T>
void Codec<T>::schema(Schema& schema) {
  std::string name(schema_name<T>);
  if (name.empty()) name = detail::unqualified(detail::type_text<T>());
  schema.reference(&detail::type_tag<T>, std::move(name), detail::description<T>(""), detail::schema_members<T>());
}

template <class T>
void Codec<std::optional<T>>::schema(Schema& schema) {
  schema.optional(&Codec<T>::schema);
}

template <class T>
void Codec<std::vector<T>>::schema(Schema& schema) {
  schema.raw(R"({"type":"array","maxItems":)");
  schema.out().unsigned_integer(items_max);
  schema.raw(R"(,"items":)");
  Codec<T>::schema(schema);
  schema.raw("}");
}

template <class T>
void Codec<std::map<std::string, T>>::schema(Schema& schema) {
  schema.raw(R"({"type":"object","maxProperties":)");
  schema.out().unsigned_integer(items_max);
  schema.raw(R"(,"additionalProperties":)");
  Codec<T>::schema(schema);
  schema.raw("}");
}

// The schema of T, a reference for a described struct, whose own schema then is in the set.
template <class T>
std::string schema(SchemaSet& set) {
  Out out;
  Schema text(set, out);
  Codec<T>::schema(text);
  return std::string(out.text());
}

namespace detail {
std::string parameters(SchemaSet& set, std::string_view in, std::span<const Schema::Member> members);
}

// The members of T as OpenAPI parameters: [{"name":...,"in":"query","required":...,"schema":{...}},...]. in: "query" or "path".
template <Described T>
std::string parameters(SchemaSet& set, std::string_view in) {
  return detail::parameters(set, in, detail::schema_members<T>());
}

}  // namespace gh::json
