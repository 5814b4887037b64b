#include "contexts/delivery/packing.h"

#include <array>

namespace gh::delivery {

Box box_for(std::string_view storage_class) {
  if (storage_class == "ambient") return Box::ambient;
  return storage_class == "frozen" ? Box::frozen : Box::chilled;
}

std::string_view keep_of(Box box) {
  switch (box) {
    case Box::ambient:
      return "dry, out of the sun";
    case Box::chilled:
      return "at most 5 °C, with ice packs";
    case Box::frozen:
      return "at most -18 °C, with dry ice or deep-frozen packs";
  }
  return {};
}

std::vector<PackedBox> pack(std::vector<PackedLine> lines) {
  std::array<PackedBox, 3> boxes;
  for (const auto box : {Box::ambient, Box::chilled, Box::frozen})
    boxes[static_cast<std::size_t>(box)] = {box, std::string(keep_of(box)), {}};
  for (auto& line : lines) boxes[static_cast<std::size_t>(box_for(line.storage_class))].lines.push_back(std::move(line));
  std::vector<PackedBox> packed;
  for (auto& box : boxes) {
    if (!box.lines.empty()) packed.push_back(std::move(box));
  }
  return packed;
}

}  // namespace gh::delivery
