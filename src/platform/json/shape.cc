#include "platform/json/shape.h"

#include "platform/json/schema.h"

namespace gh::json {

// false: too deep, and anything is allowed there.
bool Shaper::enter() {
  if (depth_ == shape_depth_max) {
    out_.raw("{}");
    return false;
  }
  ++depth_;
  return true;
}

void Shaper::object(std::span<const Member> members) {
  if (!enter()) return;
  out_.raw(R"({"type":"object","properties":{)");
  for (const auto& member : members) {
    if (&member != members.data()) out_.byte(',');
    out_.string(member.name);
    out_.byte(':');
    member.shape(*this);
  }
  out_.raw("}}");
  --depth_;
}

void Shaper::map(void (*shape)(Shaper&)) {
  if (!enter()) return;
  out_.raw(R"({"type":"object","additionalProperties":)");
  shape(*this);
  out_.byte('}');
  --depth_;
}

void Shaper::list(void (*shape)(Shaper&)) {
  if (!enter()) return;
  out_.raw(R"({"type":"array","items":)");
  shape(*this);
  out_.byte('}');
  --depth_;
}

void Shaper::optional(void (*shape)(Shaper&)) {
  out_.raw(R"({"anyOf":[)");
  shape(*this);
  out_.raw(R"(,{"type":"null"}]})");
}

namespace detail {

std::string shape_text(void (*shape)(Shaper&)) {
  SchemaSet none;  // what would be referred to; a shape refers to nothing
  Out out;
  Schema schema(none, out);
  Shaper shaper(schema, out);
  shape(shaper);
  return std::string(out.text());
}

}  // namespace detail
}  // namespace gh::json
