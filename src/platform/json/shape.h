// Shapes: what the JSON of a T looks like where it is stored, as one JSON Schema text, for stores that hold documents to it. As schema.h
// from the same types, but of what is stored and not of what is sent: a struct stands in the place where it is used (no references, so that
// names which the gateway gives to schemas play no part), may have members that are not known and may lack some (json::parse_stored), and
// what is optional may be null. Whoever wants a shape is all that is compiled for it; schema.h is not needed.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/fields.h"
#include "platform/json/json.h"

namespace gh::json {

inline constexpr int shape_depth_max = 12;  // structs and lists inside one another; deeper (a struct that holds its own kind) is anything

// Where a shape is written.
class Shaper {
 public:
  Shaper(Schema& schema, Out& out) : schema_(schema), out_(out) {}

  struct Member {
    std::string_view name;
    void (*shape)(Shaper&);
  };
  void object(std::span<const Member> members);
  void map(void (*shape)(Shaper&));
  void list(void (*shape)(Shaper&));
  void optional(void (*shape)(Shaper&));
  // For what is one value: its codec's own word.
  Schema& value() { return schema_; }

 private:
  bool enter();

  Schema& schema_;
  Out& out_;
  int depth_ = 0;
};

template <class T>
struct Shape {
  static void write(Shaper& shaper) { Codec<T>::schema(shaper.value()); }
};
template <Described T>
struct Shape<T> {
  static void write(Shaper& shaper) {
    []<class... D>(Shaper& to, boost::mp11::mp_list<D...>) {
      if constexpr (sizeof...(D) == 0) {
        to.object({});
      } else {
        static constexpr Shaper::Member members[] = {{D::name, &Shape<detail::TypeOfMember<T, D>>::write}...};
        to.object(members);
      }
    }(shaper, detail::described_members<T>{});
  }
};
template <class T>
struct Shape<std::optional<T>> {
  static void write(Shaper& shaper) { shaper.optional(&Shape<T>::write); }
};
template <class T>
struct Shape<std::vector<T>> {
  static void write(Shaper& shaper) { shaper.list(&Shape<T>::write); }
};
template <class T, std::size_t MinItems, std::size_t MaxItems>
struct Shape<List<T, MinItems, MaxItems>> : Shape<std::vector<T>> {};
template <class T>
struct Shape<std::map<std::string, T>> {
  static void write(Shaper& shaper) { shaper.map(&Shape<T>::write); }
};

namespace detail {
std::string shape_text(void (*shape)(Shaper&));
}

template <class T>
std::string shape() {
  return detail::shape_text(&Shape<T>::write);
}

}  // namespace gh::json
