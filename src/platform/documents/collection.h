// Collection<T>: the typed view of one collection of the document port.
//
//   const Collection<Farm> farms(documents, {"farms", {{"slug", true}, {"status"}}}, [](const Farm& f) { return Keys{f.slug.text(),
//   f.status}; });
//
// T is a described struct (platform/json) with a member `id` (an Id<Tag>). The stored form is its JSON; the version is the store's.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/errors.h"
#include "platform/json/json.h"
#include "platform/json/shape.h"
#include "platform/ports/documents.h"

namespace gh {

template <class T>
struct Versioned {
  T value;
  std::int64_t version = 0;

  T* operator->() { return &value; }
  const T* operator->() const { return &value; }
};

template <class T>
struct TypedPage {
  std::vector<Versioned<T>> items;
  std::string next;
};

template <class T>
class Collection {
 public:
  using Keys = std::vector<std::string>;
  using Outbox = std::vector<ports::OutboxEntry>;
  using IdType = decltype(T::id);
  static constexpr int update_attempts_max = 16;

  // keys_of gives one key per declared index, in their order. documents outlives the collection. open() is called here.
  Collection(ports::Documents& documents, ports::CollectionSpec spec, std::function<Keys(const T&)> keys_of)
      : documents_(documents), spec_(with_shape(std::move(spec))), keys_of_(std::move(keys_of)), opened_(documents.open(spec_)) {}

  // What open() said; the composition root checks it before it serves.
  const Result<void>& opened() const { return opened_; }
  const std::string& name() const { return spec_.name; }

  Task<Result<std::optional<Versioned<T>>>> get(IdType id) const {
    GH_CO_TRY(auto document, co_await documents_.get(spec_.name, id.text()));
    if (!document) co_return std::nullopt;
    GH_CO_TRY(auto versioned, decode(*document));
    co_return std::optional(std::move(versioned));
  }
  // As get; a missing document is `not_found`.
  Task<Result<Versioned<T>>> require(IdType id) const {
    GH_CO_TRY(auto found, co_await get(std::move(id)));
    if (!found) co_return fail(errors::not_found);
    co_return std::move(*found);
  }

  Task<Result<Versioned<T>>> insert(T value, Outbox outbox = {}) const {
    ports::Write write{value.id.text(), json::to_string(value), keys_of_(value), std::move(outbox)};
    GH_CO_TRY(const auto version, co_await documents_.insert(spec_.name, std::move(write)));
    co_return Versioned<T>{std::move(value), version};
  }
  // Fails with ports::errors::version_conflict if the document is no longer at `before.version`.
  // `before` is what was read: unchanged index keys are then left alone, which makes the write cheaper.
  Task<Result<Versioned<T>>> replace(const Versioned<T>& before, T value, Outbox outbox = {}) const {
    ports::Write write{value.id.text(), json::to_string(value), std::nullopt, std::move(outbox)};
    auto keys = keys_of_(value);
    const auto keys_before = keys_of_(before.value);
    for (std::size_t i = 0; i < keys.size(); ++i) write.same_keys |= std::uint32_t{keys[i] == keys_before[i]} << i;
    if (keys != keys_before) write.keys = std::move(keys);
    GH_CO_TRY(const auto version, co_await documents_.replace(spec_.name, before.version, std::move(write)));
    co_return Versioned<T>{std::move(value), version};
  }
  Task<Result<void>> erase(IdType id, std::int64_t version, Outbox outbox = {}) const {
    co_return co_await documents_.erase(spec_.name, id.text(), version, std::move(outbox));
  }

  // Loads, lets change(T&, Outbox&) -> Result<void> work on it, writes back; again on a version conflict, at most
  // update_attempts_max times. change may be called several times and must depend on its argument only.
  // A change that leaves the stored form as it was and adds no outbox entry writes nothing.
  template <class Change>
  Task<Result<Versioned<T>>> update(IdType id, Change change) const {
    for (int attempt = 1;; ++attempt) {
      GH_CO_TRY(auto before, co_await require(id));
      T value = before.value;
      Outbox outbox;
      GH_CO_CHECK(change(value, outbox));
      if (outbox.empty() && json::to_string(value) == json::to_string(before.value)) co_return before;
      auto written = co_await replace(before, std::move(value), std::move(outbox));
      if (written || !written.error().is(ports::errors::version_conflict) || attempt == update_attempts_max) co_return written;
    }
  }

  // index "" : by id.
  Task<Result<TypedPage<T>>> find(std::string_view index, ports::Range range, int limit, std::string after = {}) const {
    GH_CO_TRY(auto page, co_await documents_.find(spec_.name, index, std::move(range), limit, std::move(after)));
    TypedPage<T> typed;
    typed.next = std::move(page.next);
    typed.items.reserve(page.documents.size());
    for (const auto& document : page.documents) {
      GH_CO_TRY(auto versioned, decode(document));
      typed.items.push_back(std::move(versioned));
    }
    co_return typed;
  }
  // The one document with this key in the index, if any.
  Task<Result<std::optional<Versioned<T>>>> find_one(std::string_view index, std::string key) const {
    ports::Range range{key, key + '\0'};
    GH_CO_TRY(auto page, co_await find(index, std::move(range), 1));
    if (page.items.empty()) co_return std::nullopt;
    co_return std::optional(std::move(page.items.front()));
  }

 private:
  static ports::CollectionSpec with_shape(ports::CollectionSpec spec) {
    spec.shape = &json::shape<T>;
    return spec;
  }
  Result<Versioned<T>> decode(const ports::Document& document) const {
    auto value = json::parse_stored<T>(document.body);
    if (!value) return fail(errors::internal, spec_.name + " " + document.id + " cannot be read: " + value.error().detail());
    return Versioned<T>{*std::move(value), document.version};
  }

  ports::Documents& documents_;
  ports::CollectionSpec spec_;
  std::function<Keys(const T&)> keys_of_;
  Result<void> opened_;
};

}  // namespace gh
