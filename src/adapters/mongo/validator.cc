#include "adapters/mongo/validator.h"

#include <algorithm>

#include <fmt/format.h>

#include "adapters/mongo/json_bson.h"
#include "adapters/mongo/meta.h"
#include "adapters/mongo/stored.h"
#include "base/errors.h"
#include "platform/json/input.h"
#include "platform/json/output.h"

namespace gh::mongo {

namespace {

using json::Input;
using json::Items;

// JSON's names of types. This program writes whole numbers as long; others may write what fits as int.
constexpr std::pair<std::string_view, std::string_view> bson_types[] = {
    {"string", R"("string")"},
    {"boolean", R"("bool")"},
    {"integer", R"(["int","long"])"},
    {"number", R"(["int","long","double"])"},
    {"object", R"("object")"},
    {"array", R"("array")"},
    {"null", R"("null")"},
};

// Limits, and what is for people; `required` and `additionalProperties: false` would stand in the way of a rolling restart.
constexpr std::string_view left_out[] = {
    "default",  "description", "format",  "maxItems",   "maxLength", "maxProperties", "maximum",
    "minItems", "minLength",   "minimum", "multipleOf", "pattern",   "required",      "writeOnly",
};

Result<void> translate(json::Out& out, const Input& schema);

Result<void> translate_type(json::Out& out, const Input& type) {
  const auto found = std::ranges::find(bson_types, type.text(), &std::pair<std::string_view, std::string_view>::first);
  if (type.kind() != json::Kind::string || found == std::end(bson_types))
    return fail(errors::internal, fmt::format("a shape has the type \"{}\"", type.text()));
  out.raw(R"("bsonType":)");
  out.raw(found->second);
  return {};
}

Result<void> translate_all(json::Out& out, const Input& schemas) {
  const bool named = schemas.kind() == json::Kind::object;
  out.byte(named ? '{' : '[');
  bool first = true;
  for (Items items(schemas); items; items.next()) {
    if (!first) out.byte(',');
    first = false;
    if (named) {
      out.string(items.name());
      out.byte(':');
    }
    GH_CHECK(translate(out, items.value()));
  }
  out.byte(named ? '}' : ']');
  return {};
}

Result<void> translate_keyword(json::Out& out, std::string_view keyword, const Input& value) {
  if (keyword == "type") return translate_type(out, value);
  out.string(keyword);
  out.byte(':');
  if (keyword == "properties" || keyword == "anyOf") return translate_all(out, value);
  if (keyword == "items" || keyword == "additionalProperties") return translate(out, value);
  if (keyword != "enum") return fail(errors::internal, fmt::format("a shape has the keyword \"{}\"", keyword));
  out.byte('[');
  for (Items items(value); items; items.next()) {
    if (!out.text().ends_with('[')) out.byte(',');
    out.string(items.value().text());
  }
  out.byte(']');
  return {};
}

Result<void> translate(json::Out& out, const Input& schema) {
  out.byte('{');
  const auto start = out.size();
  for (Items items(schema); items; items.next()) {
    const auto keyword = items.name();
    const bool closed = keyword == "additionalProperties" && items.value().kind() == json::Kind::boolean;
    if (closed || std::ranges::find(left_out, keyword) != std::end(left_out)) continue;
    if (out.size() > start) out.byte(',');
    GH_CHECK(translate_keyword(out, keyword, items.value()));
  }
  out.byte('}');
  return {};
}

// An erased document has no body any more. Stored text is a body that is no document (json_bson.h).
constexpr std::string_view around =
    R"({{"bsonType":"object","required":["_id","version"],"anyOf":[{{"required":["body"]}},{{"required":["gone"]}}],"properties":{{)"
    R"("_id":{{"bsonType":"string"}},"version":{{"bsonType":["int","long"]}},"body":{{"anyOf":[{{"bsonType":"string"}},{}]}},)"
    R"("gone":{{"bsonType":"bool"}},"pending":{{"bsonType":"object","required":["write"],"properties":{{"write":{{"bsonType":"string"}},)"
    R"("tasks":{{"bsonType":"array","items":{{"bsonType":"object","required":["id","name","payload","due"],"properties":{{)"
    R"("id":{{"bsonType":"string"}},"name":{{"bsonType":"string"}},"payload":{{"bsonType":"string"}},)"
    R"("due":{{"bsonType":["int","long"]}}}}}}}}}}}}{}}}}})";

}  // namespace

Result<std::string> validator_of(const ports::CollectionSpec& spec) {
  json::Reader shape(spec.shape == nullptr ? R"({"type":"object"})" : spec.shape(), json::Mode::stored);
  if (shape.malformed()) return fail(errors::internal, "the shape of " + spec.name + " is no JSON");
  json::Out body;
  if (auto done = translate(body, shape.root()); !done) return fail(errors::internal, spec.name + ": " + done.error().detail());
  std::string keys;
  for (const auto& index : spec.indexes) keys += fmt::format(R"(,"{}":{{"bsonType":"string"}})", key_field(index));
  return fmt::format(around, body.text(), keys);
}

Result<std::string> prepare_validator(Session& session, const ports::CollectionSpec& spec) {
  GH_TRY(const auto wanted, validator_of(spec));
  const auto name = "validator_of_" + spec.name;
  GH_TRY(const auto found, read_meta(session, name));
  if (found && found->fields().text("value") == wanted) return std::string();
  const auto schema = to_document(wanted);
  if (!schema) return fail(errors::internal, "the validator of " + spec.name + " is no document of MongoDB");
  Bson validator, command, value;
  validator.document("$jsonSchema", *schema);
  // moderate: a document that is wrong already may be written, since what is pending in it must be taken away.
  command.text("collMod", "d_" + spec.name).document("validator", validator);
  command.text("validationLevel", "moderate").text("validationAction", "error");
  GH_TRY(const auto refusal, session.attempt(command));
  if (refusal) return refusal->message;
  value.text("value", wanted);
  GH_CHECK(put_meta(session, name, value));
  return std::string();
}

}  // namespace gh::mongo
