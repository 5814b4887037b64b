#include "gateway/middleware/feed_marks.h"

#include <algorithm>

namespace gh::gateway {

void FeedMarks::mark(const std::string& tag, std::int64_t number) {
  if (last_.size() >= tags_max_ && !last_.contains(tag)) {
    last_.clear();
    known_from_ = index_known_from_ = std::max(number, known_from_);
  }
  last_[tag] = number;
}

void FeedMarks::begun(const ports::FeedPosition& at) {
  const std::lock_guard lock(mutex_);
  standing_.feed = at;
  last_.clear();
  known_from_ = index_known_from_ = at.number;
}

void FeedMarks::changed(const ports::Changes& changes) {
  const auto tags = tags_of(changes.changes);
  const std::lock_guard lock(mutex_);
  for (const auto& tag : tags) mark(tag, changes.at.number);
  standing_.feed = changes.at;
}

void FeedMarks::indexed(const ports::FeedPosition& at, bool moved) {
  const std::lock_guard lock(mutex_);
  // The first word of it says nothing of what was before.
  if (!standing_.index || standing_.index->life != at.life) index_known_from_ = std::max(index_known_from_, at.number);
  if (moved) mark(index_tag_, at.number);
  standing_.index = at;
}

FeedMarks::Standing FeedMarks::standing() const {
  const std::lock_guard lock(mutex_);
  return standing_;
}

std::optional<ports::FeedPosition> FeedMarks::position_of(const Standing& standing, const std::vector<std::string>& tags) const {
  if (!standing.feed || std::ranges::find(tags, index_tag_) == tags.end()) return standing.feed;
  if (!standing.index || standing.index->life != standing.feed->life) return std::nullopt;
  return standing.index->number < standing.feed->number ? standing.index : standing.feed;
}

bool FeedMarks::holds(const std::vector<std::string>& tags, const ports::FeedPosition& made) const {
  const std::lock_guard lock(mutex_);
  if (!standing_.feed || standing_.feed->life != made.life || made.number < known_from_) return false;
  const bool index_known = standing_.index && standing_.index->life == made.life && made.number >= index_known_from_;
  return std::ranges::all_of(tags, [&](const std::string& tag) {
    if (tag == index_tag_ && !index_known) return false;
    const auto last = last_.find(tag);
    return last == last_.end() || last->second <= made.number;
  });
}

}  // namespace gh::gateway
