// Pictures as they are stored, and what the service gives of them. The bytes are objects (platform/ports/objects.h), "<id>-<form>".
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"
#include "platform/json/json.h"

namespace gh::pictures {

struct PictureTag {
  static constexpr std::string_view prefix = "pic";
};
using PictureId = Id<PictureTag>;

// The forms that each picture is made in.
enum class Form { large, small };
BOOST_DESCRIBE_ENUM(Form, large, small)
inline constexpr int large_side = 1600, small_side = 480;  // of the longest side, in pixels

struct Picture {
  PictureId id;
  UserId owner;
  Timestamp created;
  Timestamp used;     // when it was last made, named by a document that was about to be written, or found in one
  bool kept = false;  // for ever: what names it is never changed
  bool gone = false;  // is being removed
  int width = 0;      // of the large form
  int height = 0;
};
BOOST_DESCRIBE_STRUCT(Picture, (), (id, owner, created, used, kept, gone, width, height))

// What whoever uploaded it gets. url goes into products, farms and complaints.
struct PictureView {
  PictureId id;
  std::string url;        // longest side 1600 pixels at most
  std::string small_url;  // 480
  int width = 0;          // of the large one
  int height = 0;
};
BOOST_DESCRIBE_STRUCT(PictureView, (), (id, url, small_url, width, height))

// "/media/pic_…": addresses of this shop.
inline constexpr std::string_view media_root = "/media/";
std::string url_of(const PictureId& id);
std::string small_url(const PictureId& id);
// The picture that an address of this shop names, in either form; nothing for any other address.
std::optional<PictureId> picture_of(std::string_view url);
// Calls found(PictureId) for each that a text names, as a stored document does.
template <class Found>
void each_picture_in(std::string_view text, Found found) {
  constexpr std::size_t id_bytes = PictureTag::prefix.size() + 1 + 26;
  for (auto at = text.find(media_root); at != std::string_view::npos; at = text.find(media_root, at + 1)) {
    if (auto id = PictureId::parse(text.substr(at + media_root.size(), id_bytes))) found(*std::move(id));
  }
}

}  // namespace gh::pictures
