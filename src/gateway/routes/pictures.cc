#include "gateway/routes/pictures.h"

#include "base/errors.h"
#include "contexts/identity/scopes.h"
#include "contexts/pictures/errors.h"
#include "platform/imaging/errors.h"
#include "platform/imaging/imaging.h"

namespace gh::gateway {

namespace {

using json::None;

struct PicturePath {
  pictures::PictureId id;
};
BOOST_DESCRIBE_STRUCT(PicturePath, (), (id))

// The id says which bytes, for ever.
Task<Result<Reply<RawAnswer>>> picture_bytes(const pictures::Service& pictures, const Call& call, pictures::PictureId id,
                                             pictures::Form form) {
  const auto etag = fmt::format("\"{}-{}\"", id.text(), json::enum_name(form));
  GH_CO_TRY(auto bytes, co_await pictures.bytes(std::move(id), form));
  Reply<RawAnswer> reply(RawAnswer{std::move(bytes)});
  reply.head.add("ETag", etag);
  const auto known = call.http.field("If-None-Match");
  if (known && (known->find(etag) != std::string_view::npos || *known == "*")) {
    reply.status = 304;
    reply.value.bytes.clear();
  }
  co_return reply;
}

void serve(RouteTable& table, const pictures::Service& pictures, std::string path, std::string id, std::string summary,
           pictures::Form form) {
  table.add<Input<PicturePath>, RawAnswer>(
      {.path = std::move(path),
       .operation_id = std::move(id),
       .summary = std::move(summary),
       .context = "pictures",
       .media_types = {"image/webp"},
       .errors = {&gh::errors::not_found, &gh::errors::unavailable}},
      [&pictures, form](const Call& call, Input<PicturePath> in) { return picture_bytes(pictures, call, std::move(in.path.id), form); });
}

}  // namespace

void picture_routes(RouteTable& table, const pictures::Service& pictures) {
  using Upload = Input<None, None, RawBody>;
  table.add<Upload, pictures::PictureView>(
      {.method = net::Method::post,
       .path = "/api/v1/pictures",
       .operation_id = "uploadPicture",
       .summary = "A JPEG, PNG or WebP as the body, at most 10 MiB and 25 million pixels. It is made anew without what came along (place, "
                  "device); what names its url within a day keeps it.",
       .context = "pictures",
       .roles = signed_in,
       .scope = std::string(identity::products_write),
       .rate = RateGroup::write,
       .success_status = 201,
       .body_bytes_max = imaging::bytes_max,
       .media_types = {"image/jpeg", "image/png", "image/webp", "application/octet-stream"},
       .errors = {&imaging::errors::picture_kind, &imaging::errors::picture_damaged, &imaging::errors::too_many_pixels,
                  &imaging::errors::picture_too_large, &pictures::errors::too_many_pictures, &gh::errors::unavailable}},
      [&pictures](const Call& call, Upload in) -> Task<Result<Reply<pictures::PictureView>>> {
        GH_CO_TRY(auto made, co_await pictures.upload(*call.caller.user, std::string(in.body.bytes)));
        Reply<pictures::PictureView> reply(std::move(made));
        reply.head.add("Location", reply.value.url);
        co_return reply;
      });
  serve(table, pictures, "/media/{id}", "getPicture", "An uploaded picture, longest side 1600 pixels at most. Never changes.",
        pictures::Form::large);
  serve(table, pictures, "/media/{id}/small", "getSmallPicture", "The same picture, longest side 480 pixels at most. Never changes.",
        pictures::Form::small);
}

}  // namespace gh::gateway
