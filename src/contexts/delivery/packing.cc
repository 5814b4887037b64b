#include "contexts/delivery/packing.h"

#include <array>

namespace gh::delivery {

Box box_for(std::string_view storage_class) {
  if (storage_class == "ambient") return Box::ambient;
  return storage_class == "frozen" ? Box::frozen : Box::chilled;
}

std::vector<PackedBox> pack(std::vector<PackedLine> lines) {
  std::array<PackedBox, 3> boxes{{{Box::ambient, "dry, out of the sun", {}},
                                  {Box::chilled, "at most 5 °C, with ice packs", {}},
                                  {Box::frozen, "at most -18 °C, with dry ice or deep-frozen packs", {}}}};
  for (auto& line : lines) boxes[static_cast<std::size_t>(box_for(line.storage_class))].lines.push_back(std::move(line));
  std::vector<PackedBox> packed;
  for (auto& box : boxes) {
    if (!box.lines.empty()) packed.push_back(std::move(box));
  }
  return packed;
}

}  // namespace gh::delivery
