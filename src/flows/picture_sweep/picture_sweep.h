// PictureSweep: removes pictures that no document names. Which collections may name some is said by who makes it; their documents are
// searched as texts, so that a new member with a picture needs no change here. Called by one task at a time; holds no state.
#pragma once
#include <string>
#include <vector>

#include "contexts/pictures/service.h"
#include "platform/ports/documents.h"

namespace gh::picture_sweep {

class PictureSweep {
 public:
  static constexpr int pictures_at_once = 500;
  static constexpr int documents_at_once = 200;

  PictureSweep(const pictures::Service& pictures, ports::Documents& documents, std::vector<std::string> collections)
      : pictures_(pictures), documents_(documents), collections_(std::move(collections)) {}

  // How many were removed. Costs nothing where nothing is a day old, else a walk through the collections.
  Task<Result<int>> sweep() const;

 private:
  const pictures::Service& pictures_;
  ports::Documents& documents_;
  const std::vector<std::string> collections_;
};

}  // namespace gh::picture_sweep
