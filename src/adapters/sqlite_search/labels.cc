#include "adapters/sqlite_search/labels.h"

namespace gh::sqlite_search {

std::optional<ValueNumber> Labels::value(ports::SearchFacet facet, const std::string& text) const {
  const auto& known = value_at_[static_cast<std::size_t>(facet)];
  const auto found = known.find(text);
  if (found == known.end()) return std::nullopt;
  return found->second;
}

std::optional<LabelNumber> Labels::find(const ports::SearchLabel& label) const {
  const auto number = value(label.facet, label.value);
  if (!number) return std::nullopt;
  const auto found = at_.find({*number, label.from.ms, label.until.ms});
  if (found == at_.end()) return std::nullopt;
  return found->second;
}

void Labels::learn(const ports::SearchLabel& label) {
  auto& known = value_at_[static_cast<std::size_t>(label.facet)];
  const auto [at, fresh] = known.emplace(label.value, static_cast<ValueNumber>(values_.size()));
  if (fresh) values_.push_back({label.facet, label.value});
  if (at_.emplace(std::tuple(at->second, label.from.ms, label.until.ms), static_cast<LabelNumber>(labels_.size())).second)
    labels_.push_back({at->second, label.facet, label.from, label.until, 0});
}

}  // namespace gh::sqlite_search
