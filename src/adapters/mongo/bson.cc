#include "adapters/mongo/bson.h"

#include "adapters/mongo/driver.h"

namespace gh::mongo {

namespace {

constexpr std::uint32_t empty_bytes = 5;

bson_t* raw(void* bson) { return static_cast<bson_t*>(bson); }
const bson_t* raw(const void* bson) { return static_cast<const bson_t*>(bson); }

int length(std::string_view text) { return static_cast<int>(text.size()); }

bool find(const std::uint8_t* data, std::uint32_t size, const char* name, bson_iter_t& at) {
  return data != nullptr && bson_iter_init_from_data(&at, data, size) && bson_iter_find(&at, name);
}

template <class Values, class Append>
void append_array(bson_t* to, std::string_view name, const Values& values, Append append) {
  bson_t array;
  bson_append_array_begin(to, name.data(), length(name), &array);
  std::uint32_t i = 0;
  for (const auto& value : values) {
    char buffer[16];
    const char* key = nullptr;
    const auto size = bson_uint32_to_string(i++, &key, buffer, sizeof buffer);
    append(&array, key, static_cast<int>(size), value);
  }
  bson_append_array_end(to, &array);
}

}  // namespace

std::string to_text(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0 | byte >> 6);
      text += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return text;
}

std::string from_text(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80 || i + 1 == text.size())
      bytes += text[i];
    else
      bytes += static_cast<char>((lead & 0x03) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3F));
  }
  return bytes;
}

bool Fields::has(const char* name) const {
  bson_iter_t at;
  return find(data_, size_, name, at);
}

std::string_view Fields::text(const char* name) const {
  bson_iter_t at;
  if (!find(data_, size_, name, at) || !BSON_ITER_HOLDS_UTF8(&at)) return {};
  std::uint32_t size = 0;
  const auto* value = bson_iter_utf8(&at, &size);
  return {value, size};
}

std::int64_t Fields::integer(const char* name) const {
  bson_iter_t at;
  return find(data_, size_, name, at) ? bson_iter_as_int64(&at) : 0;
}

std::int64_t Fields::date_ms(const char* name) const {
  bson_iter_t at;
  return find(data_, size_, name, at) && BSON_ITER_HOLDS_DATE_TIME(&at) ? bson_iter_date_time(&at) : 0;
}

bool Fields::flag(const char* name) const {
  bson_iter_t at;
  return find(data_, size_, name, at) && bson_iter_as_bool(&at);
}

Fields Fields::document(const char* name) const {
  bson_iter_t at;
  if (!find(data_, size_, name, at) || !BSON_ITER_HOLDS_DOCUMENT(&at)) return {};
  const std::uint8_t* data = nullptr;
  std::uint32_t size = 0;
  bson_iter_document(&at, &size, &data);
  return {data, size};
}

std::vector<Fields> Fields::documents(const char* name) const {
  std::vector<Fields> found;
  bson_iter_t at, element;
  if (!find(data_, size_, name, at) || !BSON_ITER_HOLDS_ARRAY(&at) || !bson_iter_recurse(&at, &element)) return found;
  while (bson_iter_next(&element)) {
    if (!BSON_ITER_HOLDS_DOCUMENT(&element)) continue;
    const std::uint8_t* data = nullptr;
    std::uint32_t size = 0;
    bson_iter_document(&element, &size, &data);
    found.emplace_back(data, size);
  }
  return found;
}

void Bson::Destroy::operator()(void* bson) const { bson_destroy(raw(bson)); }

Bson::Bson() : bson_(bson_new()) {}
Bson::Bson(const void* copied) : bson_(bson_copy(raw(copied))) {}
Bson::~Bson() = default;

Bson& Bson::text(std::string_view name, std::string_view value) {
  bson_append_utf8(raw(bson_.get()), name.data(), length(name), value.data(), length(value));
  return *this;
}
Bson& Bson::integer(std::string_view name, std::int64_t value) {
  bson_append_int64(raw(bson_.get()), name.data(), length(name), value);
  return *this;
}
Bson& Bson::small(std::string_view name, std::int32_t value) {
  bson_append_int32(raw(bson_.get()), name.data(), length(name), value);
  return *this;
}
Bson& Bson::flag(std::string_view name, bool value) {
  bson_append_bool(raw(bson_.get()), name.data(), length(name), value);
  return *this;
}
Bson& Bson::document(std::string_view name, const Bson& value) {
  bson_append_document(raw(bson_.get()), name.data(), length(name), raw(value.get()));
  return *this;
}
Bson& Bson::documents(std::string_view name, const std::vector<Bson>& values) {
  append_array(raw(bson_.get()), name, values,
               [](bson_t* to, const char* key, int size, const Bson& value) { bson_append_document(to, key, size, raw(value.get())); });
  return *this;
}
Bson& Bson::texts(std::string_view name, const std::vector<std::string>& values) {
  append_array(raw(bson_.get()), name, values, [](bson_t* to, const char* key, int size, const std::string& value) {
    bson_append_utf8(to, key, size, value.data(), length(value));
  });
  return *this;
}
Bson& Bson::integers(std::string_view name, const std::vector<std::int64_t>& values) {
  append_array(raw(bson_.get()), name, values,
               [](bson_t* to, const char* key, int size, std::int64_t value) { bson_append_int64(to, key, size, value); });
  return *this;
}

Fields Bson::fields() const {
  const auto* bson = raw(get());
  return {bson_get_data(bson), bson->len};
}
bool Bson::empty() const { return raw(bson_.get())->len == empty_bytes; }

Bson is(std::string_view name, std::string_view text) {
  Bson condition;
  condition.text(name, text);
  return condition;
}
Bson exists(std::string_view name, bool does) {
  Bson condition, comparison;
  comparison.flag("$exists", does);
  condition.document(name, comparison);
  return condition;
}
Bson one_of(std::string_view name, const std::vector<std::string>& values) {
  Bson condition, comparison;
  comparison.texts("$in", values);
  condition.document(name, comparison);
  return condition;
}

}  // namespace gh::mongo
