#include "flows/picture_sweep/picture_sweep.h"

#include <map>

namespace gh::picture_sweep {

Task<Result<int>> PictureSweep::sweep() const {
  // Read before the documents: what is named from now on has another version when it is to be removed.
  GH_CO_TRY(auto unused, co_await pictures_.unused(pictures_at_once));
  if (unused.empty()) co_return 0;
  std::map<std::string, bool, std::less<>> named;
  for (const auto& picture : unused) named.emplace(picture->id.text(), false);
  for (const auto& collection : collections_) {
    std::string after;
    do {
      GH_CO_TRY(auto page, co_await documents_.find(collection, "", {}, documents_at_once, std::move(after)));
      for (const auto& document : page.documents) {
        pictures::each_picture_in(document.body, [&](const pictures::PictureId& id) {
          if (const auto found = named.find(id.text()); found != named.end()) found->second = true;
        });
      }
      after = std::move(page.next);
      co_await sleep(Milliseconds(0));  // others want the loop, too
    } while (!after.empty());
  }
  int removed = 0;
  for (auto& picture : unused) {
    if (named[picture->id.text()]) {
      GH_CO_CHECK(co_await pictures_.found(std::move(picture)));
    } else {
      GH_CO_TRY(const bool gone, co_await pictures_.remove(std::move(picture)));
      removed += gone ? 1 : 0;
    }
  }
  co_return removed;
}

}  // namespace gh::picture_sweep
