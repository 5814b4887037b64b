#include "contexts/pictures/service.h"

#include <array>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/pictures/errors.h"
#include "platform/imaging/imaging.h"

namespace gh::pictures {

namespace {

using Pictures = Collection<Picture>;

namespace indexes {
constexpr std::string_view owner = "owner";  // "<owner>/<created>"
constexpr std::string_view used = "used";    // empty for those that are kept for ever
}  // namespace indexes

Pictures::Keys keys_of(const Picture& picture) {
  return {picture.owner.text() + '/' + ports::sortable(picture.created.ms),
          picture.kept ? std::string() : ports::sortable(picture.used.ms)};
}

std::string object_of(const PictureId& id, Form form) { return fmt::format("{}-{}", id.text(), json::enum_name(form)); }

constexpr std::array forms{Form::large, Form::small};
constexpr std::array<int, forms.size()> sides{large_side, small_side};

constexpr std::string_view small_end = "/small";

PictureView view_of(const Picture& picture) {
  return {picture.id, url_of(picture.id), small_url(picture.id), picture.width, picture.height};
}

}  // namespace

std::string url_of(const PictureId& id) { return std::string(media_root) + id.text(); }
std::string small_url(const PictureId& id) { return url_of(id) + std::string(small_end); }

std::optional<PictureId> picture_of(std::string_view url) {
  if (!url.starts_with(media_root)) return std::nullopt;
  url.remove_prefix(media_root.size());
  if (url.ends_with(small_end)) url.remove_suffix(small_end.size());
  return PictureId::parse(url);
}

Service::Service(ports::Documents& documents, ports::Objects& objects, executors::WorkerPool& pool, const Clock& clock, Random& random)
    : pictures_(documents, {"pictures", {{std::string(indexes::owner)}, {std::string(indexes::used)}}}, keys_of),
      objects_(objects),
      pool_(pool),
      clock_(clock),
      random_(random) {}

Task<Result<void>> Service::check_rate(const UserId& owner, Timestamp now) const {
  const auto from = owner.text() + '/' + ports::sortable((now - unused_ms).ms), to = owner.text() + '0';
  GH_CO_TRY(const auto lately, co_await pictures_.find(indexes::owner, {from, to, false}, uploads_a_day_max));
  if (static_cast<int>(lately.items.size()) >= uploads_a_day_max)
    co_return fail(errors::too_many_pictures, fmt::format("an account may upload {} a day", uploads_a_day_max));
  co_return Result<void>();
}

Task<Result<PictureView>> Service::upload(UserId owner, std::string bytes) const {
  const auto now = clock_.now();
  GH_CO_CHECK(co_await check_rate(owner, now));
  GH_CO_TRY(auto made, co_await pool_.run([bytes = std::move(bytes)] { return imaging::renew(bytes, sides); }));
  Picture picture{.id = PictureId::make(now, random_),
                  .owner = std::move(owner),
                  .created = now,
                  .used = now,
                  .width = made.front().width,
                  .height = made.front().height};
  // The document first: bytes that no document knows would stay for ever.
  GH_CO_TRY(const auto written, co_await pictures_.insert(std::move(picture)));
  for (std::size_t i = 0; i < forms.size(); ++i)
    GH_CO_CHECK(co_await objects_.put(object_of(written.value.id, forms[i]), std::move(made[i].webp)));
  co_return view_of(written.value);
}

Task<Result<std::string>> Service::bytes(PictureId id, Form form) const {
  GH_CO_TRY(auto found, co_await objects_.get(object_of(id, form)));
  if (!found) co_return fail(gh::errors::not_found);
  co_return *std::move(found);
}

// false: it is not there.
Task<Result<bool>> Service::use(PictureId id, bool for_ever, Timestamp now) const {
  auto written = co_await pictures_.update(std::move(id), [&](Picture& picture, Pictures::Outbox&) -> Result<void> {
    if (picture.gone) return fail(gh::errors::not_found);
    if (now - picture.used >= used_grain_ms) picture.used = now;
    picture.kept = picture.kept || for_ever;
    return {};
  });
  if (written) co_return true;
  if (written.error().is(gh::errors::not_found)) co_return false;
  co_return fail(std::move(written).error());
}

Task<Result<void>> Service::name(std::vector<std::string> urls, std::string pointer, std::string member, bool for_ever) const {
  const auto now = clock_.now();
  Error gone(errors::picture_gone);
  for (std::size_t i = 0; i < urls.size(); ++i) {
    if (!urls[i].starts_with(media_root)) continue;
    auto id = picture_of(urls[i]);
    bool there = false;
    if (id) {
      GH_CO_TRY(there, co_await use(*std::move(id), for_ever, now));
    }
    if (!there) gone.field(fmt::format("{}/{}{}", pointer, i, member), "picture_gone", "There is no such picture (any more).");
  }
  if (!gone.fields().empty()) co_return fail(std::move(gone));
  co_return Result<void>();
}

Task<Result<std::vector<Versioned<Picture>>>> Service::unused(int limit) const {
  const auto before = ports::sortable((clock_.now() - unused_ms).ms);
  GH_CO_TRY(auto page, co_await pictures_.find(indexes::used, {"", before, false}, limit));
  co_return std::move(page.items);
}

Task<Result<void>> Service::found(Versioned<Picture> picture) const {
  if (picture->gone) co_return Result<void>();
  Picture next = picture.value;
  next.used = clock_.now();
  const auto noted = co_await pictures_.replace(picture, std::move(next));
  if (!noted && !noted.error().is(ports::errors::version_conflict)) co_return fail(noted.error());
  co_return Result<void>();
}

Task<Result<bool>> Service::remove(Versioned<Picture> picture) const {
  if (!picture->gone) {
    Picture next = picture.value;
    next.gone = true;
    auto marked = co_await pictures_.replace(picture, std::move(next));
    if (!marked && marked.error().is(ports::errors::version_conflict)) co_return false;
    if (!marked) co_return fail(marked.error());
    picture = *std::move(marked);
  }
  for (const auto form : forms) GH_CO_CHECK(co_await objects_.erase(object_of(picture->id, form)));
  auto erased = co_await pictures_.erase(picture->id, picture.version);
  if (!erased && !erased.error().is(ports::errors::version_conflict) && !erased.error().is(gh::errors::not_found))
    co_return fail(erased.error());
  co_return true;
}

}  // namespace gh::pictures
