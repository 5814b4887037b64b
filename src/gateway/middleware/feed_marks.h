// FeedMarks: what this node knows of the change feed: how far it has heard, and the last change of each tag. It says of an answer that
// another node made at some position whether anything that it shows was changed since.
//
// The search index follows the feed by itself; an answer made from it stands where the index stands. Any thread. Bounded: when there are
// more than tags_max tags, all are forgotten, and what was made before that moment is not believed.
#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/middleware/invalidation.h"

namespace gh::gateway {

class FeedMarks final : public ChangeListener {
 public:
  static constexpr std::size_t tags_max = 200'000;

  // index_tag: the tag of answers that are made from the search index.
  explicit FeedMarks(std::string index_tag, std::size_t tags_at_most = tags_max)
      : index_tag_(std::move(index_tag)), tags_max_(tags_at_most) {}

  void begun(const ports::FeedPosition& at) override;
  void changed(const ports::Changes& changes) override;
  // The search index has everything up to `at`; moved: it answers otherwise than before.
  void indexed(const ports::FeedPosition& at, bool moved);

  // How far feed and index are; nothing: not known yet.
  struct Standing {
    std::optional<ports::FeedPosition> feed, index;
  };
  Standing standing() const;
  // Where an answer with these tags stands that was begun at `standing`.
  std::optional<ports::FeedPosition> position_of(const Standing& standing, const std::vector<std::string>& tags) const;
  // True only if nothing that the tags name was changed after `made`, as far as this node has heard.
  bool holds(const std::vector<std::string>& tags, const ports::FeedPosition& made) const;

 private:
  void mark(const std::string& tag, std::int64_t number);

  const std::string index_tag_;
  const std::size_t tags_max_;
  mutable std::mutex mutex_;
  Standing standing_;
  std::int64_t known_from_ = 0, index_known_from_ = 0;  // what changed before is not known
  std::unordered_map<std::string, std::int64_t> last_;  // change of a tag
};

}  // namespace gh::gateway
