#include "platform/json/schema.h"

namespace gh::json {

std::string SchemaSet::components() const {
  Out out;
  out.byte('{');
  bool first = true;
  for (const auto& [name, text] : texts_) {
    if (!first) out.byte(',');
    first = false;
    out.string(name);
    out.byte(':');
    out.raw(text);
  }
  out.byte('}');
  return std::string(out.text());
}

namespace {

// A description stands beside a reference too (JSON Schema 2020-12, core 8.2.3.1: $ref has siblings).
void described(Schema& schema, const Schema::Member& member) {
  member.schema(schema);
  if (member.description.empty()) return;
  const bool empty = schema.out().text().ends_with("{}");  // json::Raw: anything
  schema.out().unwrite(1);
  if (!empty) schema.raw(",");
  schema.raw(R"("description":)");
  schema.out().string(member.description);
  schema.raw("}");
}

}  // namespace

void Schema::optional(void (*schema)(Schema&)) {
  if (set_.inputs_) raw(R"({"anyOf":[)");
  schema(*this);
  if (set_.inputs_) raw(R"(,{"type":"null"}]})");
}

void Schema::reference(const void* type, std::string name, std::string_view description, std::span<const Member> members) {
  out_.raw(R"({"$ref":"#/components/schemas/)");
  out_.raw(name);
  out_.raw(R"("})");
  const auto [known, fresh] = set_.types_.try_emplace(name, type);
  if (!fresh) {
    if (known->second != type) set_.clashes_.push_back(name);
    return;
  }
  Out text;
  Schema inner(set_, text);
  text.raw(R"({"type":"object")");
  if (!description.empty()) {
    text.raw(R"(,"description":)");
    text.string(description);
  }
  text.raw(R"(,"properties":{)");
  for (const auto& member : members) {
    if (&member != members.data()) text.byte(',');
    text.string(member.name);
    text.byte(':');
    described(inner, member);
  }
  text.raw(R"(},"required":[)");
  bool first = true;
  for (const auto& member : members) {
    if (!member.type->required) continue;
    if (!first) text.byte(',');
    first = false;
    text.string(member.name);
  }
  text.raw(R"(],"additionalProperties":false})");
  set_.texts_[name] = text.text();
}

namespace detail {

std::string unqualified(std::string_view type) {
  const auto arguments = type.find('<');
  auto head = type.substr(0, arguments);
  if (const auto colon = head.rfind(':'); colon != std::string_view::npos) head.remove_prefix(colon + 1);
  std::string name;
  for (const char c : head) {
    if (c != ' ' && c != '&' && c != '*') name += c;
  }
  if (arguments == std::string_view::npos) return name;
  // Each argument by the same rule; commas inside an argument's own brackets are its own.
  auto rest = type.substr(arguments + 1, type.rfind('>') - arguments - 1);
  int depth = 0;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= rest.size(); ++i) {
    if (i == rest.size() || (rest[i] == ',' && depth == 0)) {
      name += "_" + unqualified(rest.substr(from, i - from));
      from = i + 1;
    } else if (rest[i] == '<') {
      ++depth;
    } else if (rest[i] == '>') {
      --depth;
    }
  }
  return name;
}

std::string parameters(SchemaSet& set, std::string_view in, std::span<const Schema::Member> members) {
  Out out;
  Schema schema(set, out);
  out.byte('[');
  for (const auto& member : members) {
    if (&member != members.data()) out.byte(',');
    out.raw(R"({"name":)");
    out.string(member.name);
    out.raw(R"(,"in":)");
    out.string(in);
    out.raw(R"(,"required":)");
    out.boolean(in == "path" || member.type->required_in_query);
    if (!member.description.empty()) {
      out.raw(R"(,"description":)");
      out.string(member.description);
    }
    out.raw(R"(,"schema":)");
    member.schema(schema);
    out.byte('}');
  }
  out.byte(']');
  return std::string(out.text());
}

void enum_schema(Schema& schema, std::span<const Enumerator> all) {
  schema.raw(R"({"type":"string","enum":[)");
  for (const auto& one : all) {
    if (&one != all.data()) schema.raw(",");
    schema.out().string(one.name);
  }
  schema.raw("]}");
}

void integer_schema(Schema& schema, IntegerRange allowed, std::string_view format) {
  schema.raw(R"({"type":"integer")");
  if (!format.empty()) {
    schema.raw(R"(,"format":)");
    schema.out().string(format);
  }
  schema.raw(R"(,"minimum":)");
  schema.out().integer(allowed.min);
  schema.raw(R"(,"maximum":)");
  schema.out().integer(allowed.max);
  schema.raw("}");
}

void id_schema(Schema& schema, std::string_view prefix) {
  schema.raw(R"({"type":"string","pattern":"^)");
  schema.raw(prefix);
  schema.raw(R"(_[0-7][0-9A-HJKMNP-TV-Z]{25}$"})");
}

}  // namespace detail

void Codec<bool>::schema(Schema& schema) { schema.raw(R"({"type":"boolean"})"); }
void Codec<double>::schema(Schema& schema) { schema.raw(R"({"type":"number"})"); }
void Codec<std::string>::schema(Schema& schema) { schema.raw(R"({"type":"string"})"); }
void Codec<Sku>::schema(Schema& schema) {
  schema.raw(R"({"type":"string","pattern":"^sku_[0-7][0-9A-HJKMNP-TV-Z]{25}_(0[1-9]|[1-9][0-9])$"})");
}
// The years that base/time.h knows.
void Codec<Timestamp>::schema(Schema& schema) {
  schema.raw(R"({"type":"string","format":"date-time","pattern":"^(19[7-9][0-9]|[2-9][0-9]{3})-","maxLength":35})");
}
void Codec<Date>::schema(Schema& schema) { schema.raw(R"({"type":"string","format":"date","pattern":"^(19|[2-9][0-9])[0-9]{2}-"})"); }
void Codec<Currency>::schema(Schema& schema) { schema.raw(R"({"type":"string","pattern":"^[A-Z]{3}$"})"); }
void Codec<Quantity>::schema(Schema& schema) {
  schema.raw(R"({"type":"number","multipleOf":0.001,"minimum":-1000000000,"maximum":1000000000})");
}
void Codec<Money>::schema(Schema& schema) {
  schema.raw(R"({"type":"object","description":"amount: minor units (cents) of the currency",)"
             R"("properties":{"amount":{"type":"integer","format":"int64","minimum":-1000000000000,"maximum":1000000000000},"currency":)");
  Codec<Currency>::schema(schema);
  schema.raw(R"(},"required":["amount","currency"],"additionalProperties":false})");
}
void Codec<Raw>::schema(Schema& schema) { schema.raw("{}"); }

}  // namespace gh::json
