// SharedAnswers: kept answers behind those of this process (FinishedBytes): what one node has made the others need not make again. One per
// gateway, where there is a cache that nodes share; any I/O thread.
//
// An answer goes there with the position of the change feed from which it was made, and with its tags. It is sent by another node only if
// that one knows that nothing of the tags was changed after this position (FeedMarks), so an answer is never older than what the node would
// make itself, whatever the cache forgets, keeps or brings back. The time to live only bounds what lies there.
//
// Of the nodes that miss at once one makes the answer; the others wait for it, at most wait_max, and then make their own.
#pragma once
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cache_family.h"
#include "gateway/middleware/feed_marks.h"
#include "platform/ports/shared_cache.h"

namespace gh::gateway {

struct SharedAnswer {
  int status = 200;
  std::string lines;  // of the head, finished
  std::vector<std::string> tags;
  std::optional<Timestamp> valid_until;
  std::string body;
};

class SharedAnswers {
 public:
  static constexpr std::size_t bytes_max = 256 * 1024;  // larger answers are not shared
  static constexpr Milliseconds claim_max{1'000};       // that somebody may make an answer before others try
  static constexpr Milliseconds wait_max{150};          // for somebody else's
  static constexpr Milliseconds wait_step{5};

  // How the search for an answer ended: found at once, found after waiting, to be made by this one for all, to be made because nothing
  // came in time, to be made because the cache cannot be asked.
  enum class Outcome : std::uint8_t { found, waited, made, made_alone, away };
  static constexpr std::array<std::string_view, 5> outcome_names{"found", "waited", "made", "made_alone", "away"};

  using Lives = std::array<Milliseconds, cache_families>;  // 0: the family is not shared
  // version: of the program; others' answers may look otherwise. observe: on the thread where it happens. All outlive it.
  SharedAnswers(ports::SharedCache& cache, const FeedMarks& marks, const Clock& clock, std::string version, Lives lives,
                std::function<void(Outcome)> observe);

  // What there is, or the duty to make it: then made() or failed() follows.
  struct Search {
    std::optional<SharedAnswer> answer;
    FeedMarks::Standing standing;  // from which it will be made
    bool claimed = false;
    bool shares = false;  // once it is made
  };
  Task<Search> search(CacheFamily family, std::string target);
  void made(CacheFamily family, const std::string& target, const Search& search, const SharedAnswer& answer);
  void failed(const std::string& target, const Search& search);

 private:
  Task<bool> look(const std::string& key, Search& search);
  std::optional<SharedAnswer> usable(std::string_view stored) const;
  std::string key_of(const std::string& target) const { return version_ + ":" + target; }

  ports::SharedCache& cache_;
  const FeedMarks& marks_;
  const Clock& clock_;
  const std::string version_;
  const Lives lives_;
  const std::function<void(Outcome)> observe_;
};

}  // namespace gh::gateway
