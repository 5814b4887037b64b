// Bson: a document for MongoDB that is built, or that came back; Fields reads one.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gh::mongo {

// Any bytes as text that compares as they do: byte n is the code point n (ASCII is itself). BSON's binary form compares by length first
// (MongoDB manual, "Comparison/Sort Order"), and its strings must be UTF-8.
std::string to_text(std::string_view bytes);
std::string from_text(std::string_view text);

// A view: what it was made of outlives it. A field that is missing or of another type is "", 0, empty.
class Fields {
 public:
  Fields() = default;
  Fields(const std::uint8_t* data, std::uint32_t size) : data_(data), size_(size) {}

  bool has(const char* name) const;
  // The bytes of the whole; null where document() found none.
  const std::uint8_t* data() const { return data_; }
  std::uint32_t size() const { return size_; }
  std::string_view text(const char* name) const;
  std::int64_t integer(const char* name) const;  // of any number type
  std::int64_t date_ms(const char* name) const;  // since 1970
  bool flag(const char* name) const;
  Fields document(const char* name) const;
  std::vector<Fields> documents(const char* name) const;  // those of an array

 private:
  const std::uint8_t* data_ = nullptr;
  std::uint32_t size_ = 0;
};

class Bson {
 public:
  Bson();
  explicit Bson(const void* copied);  // a bson_t
  ~Bson();
  Bson(Bson&&) noexcept = default;
  Bson& operator=(Bson&&) noexcept = default;

  Bson& text(std::string_view name, std::string_view value);
  Bson& integer(std::string_view name, std::int64_t value);
  Bson& small(std::string_view name, std::int32_t value);  // where the library wants 32 bits
  Bson& flag(std::string_view name, bool value);
  Bson& document(std::string_view name, const Bson& value);
  Bson& documents(std::string_view name, const std::vector<Bson>& values);
  Bson& texts(std::string_view name, const std::vector<std::string>& values);
  Bson& integers(std::string_view name, const std::vector<std::int64_t>& values);

  bool empty() const;
  Fields fields() const;
  const void* get() const { return bson_.get(); }  // the bson_t; its header stays behind this one
  void* get() { return bson_.get(); }

 private:
  struct Destroy {
    void operator()(void*) const;
  };
  std::unique_ptr<void, Destroy> bson_;
};

// {name: {comparison: value}}, the most frequent conditions.
Bson is(std::string_view name, std::string_view text);
Bson exists(std::string_view name, bool does);
Bson one_of(std::string_view name, const std::vector<std::string>& values);

}  // namespace gh::mongo
