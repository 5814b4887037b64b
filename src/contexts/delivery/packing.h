// Cold items are packed apart: which box each line of a part goes into. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/money.h"

namespace gh::delivery {

enum class Box { ambient, chilled, frozen };
BOOST_DESCRIBE_ENUM(Box, ambient, chilled, frozen)

// By the catalog's storage class ("ambient", "chilled", "eggs", "frozen"). What is not known is kept cold: that spoils nothing but ice.
// Eggs go with what is chilled: below 5 degrees is below their 7.2.
Box box_for(std::string_view storage_class);

// How a box is kept, for whoever packs and drives.
std::string_view keep_of(Box box);

struct PackedLine {
  Sku sku;
  std::string title;
  Quantity quantity;
  std::string storage_class;
};
BOOST_DESCRIBE_STRUCT(PackedLine, (), (sku, title, quantity, storage_class))

struct PackedBox {
  Box box = Box::ambient;
  std::string keep;  // for whoever packs and drives
  std::vector<PackedLine> lines;
};
BOOST_DESCRIBE_STRUCT(PackedBox, (), (box, keep, lines))

// Boxes in the order of packing: the coldest last. Lines keep their order; a box without lines is not there.
std::vector<PackedBox> pack(std::vector<PackedLine> lines);

}  // namespace gh::delivery
