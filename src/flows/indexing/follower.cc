#include "flows/indexing/follower.h"

#include <set>

#include "base/errors.h"

namespace gh::indexing {

Follower::Follower(ports::Documents& documents, ports::SearchIndex& index, std::vector<std::unique_ptr<Source>> sources,
                   std::function<void(const Error&)> trouble)
    : documents_(documents), index_(index), sources_(std::move(sources)), trouble_(std::move(trouble)) {}

// One document that cannot be read must not hold up all others: it is left out and told.
Task<Result<void>> Follower::add(Source& source, std::string id, ports::SearchBatch& batch) {
  auto row = co_await source.row(id);
  if (!row && !row.error().is(errors::internal)) co_return fail(std::move(row).error());
  if (!row) trouble_(row.error());
  if (row && *row) {
    batch.rows.push_back(*std::move(*row));
  } else {
    batch.erased.push_back(std::move(id));
  }
  co_return Result<void>{};
}

Task<Result<void>> Follower::put_collection(Source& source, bool& restart) {
  std::string position;
  do {
    GH_CO_TRY(auto page, co_await documents_.find(source.collection(), "", {}, batch_documents_max, position));
    position = std::move(page.next);
    ports::SearchBatch batch;
    for (auto& document : page.documents) GH_CO_CHECK(co_await add(source, std::move(document.id), batch));
    batch.restart = std::exchange(restart, false);
    batch.erased.clear();  // nothing is there yet
    GH_CO_CHECK(co_await index_.put(std::move(batch)));
  } while (!position.empty() && !stop_);
  co_return Result<void>{};
}

// The index answers as it was until the last put, which has the token; a build that was interrupted begins again.
Task<Result<void>> Follower::rebuild() {
  token_ = "";
  GH_CO_TRY(auto start, co_await documents_.changes("", 1, Milliseconds(0)));
  bool restart = true;
  for (auto& source : sources_) {
    if (!source->has_rows()) continue;
    GH_CO_CHECK(co_await put_collection(*source, restart));
    if (stop_) break;
  }
  if (stop_) co_return fail(errors::unavailable, "The server stops.");
  ports::SearchBatch last;
  last.token = start.token;
  GH_CO_CHECK(co_await index_.put(std::move(last)));
  token_ = std::move(start.token);
  position_ = std::move(start.at);
  moved_ = true;
  co_return Result<void>{};
}

Task<Result<std::size_t>> Follower::step(Milliseconds wait) {
  moved_ = false;
  if (!token_) {
    GH_CO_TRY(token_, co_await index_.token());
  }
  if (token_->empty()) {
    GH_CO_CHECK(co_await rebuild());
    if (!token_->empty()) co_return std::size_t{1};
  }
  auto changes = co_await documents_.changes(*token_, batch_documents_max, wait);
  if (!changes && changes.error().is(ports::errors::token_expired)) {
    GH_CO_CHECK(co_await rebuild());
    co_return std::size_t{1};
  }
  if (!changes) co_return fail(std::move(changes).error());
  if (changes->changes.empty() && changes->token == *token_) {
    position_ = std::move(changes->at);
    co_return std::size_t{0};
  }
  ports::SearchBatch batch;
  std::set<std::pair<std::string_view, std::string_view>> looked_at;
  std::set<std::string> taken;
  for (const auto& change : changes->changes) {
    for (auto& source : sources_) {
      if (source->collection() != change.collection || !looked_at.emplace(change.collection, change.id).second) continue;
      auto row = co_await source->changed(change.id);
      if (!row && !row.error().is(errors::internal)) co_return fail(std::move(row).error());
      if (!row) {
        trouble_(row.error());
      } else if (!row->empty() && taken.insert(*row).second) {
        GH_CO_CHECK(co_await add(*source, *std::move(row), batch));
      }
    }
  }
  // Orders and stock fill the feed, too: their passing is not worth a write of its own, only a note now and then.
  passed_ += changes->changes.size();
  const bool brings_rows = !batch.rows.empty() || !batch.erased.empty();
  if (brings_rows || passed_ >= passed_max) {
    passed_ = 0;
    batch.token = changes->token;
    if (auto done = co_await index_.put(std::move(batch)); !done) {
      token_.reset();  // ask the index where it is: it may have begun anew
      co_return fail(std::move(done).error());
    }
  }
  moved_ = brings_rows;
  token_ = std::move(changes->token);
  position_ = std::move(changes->at);
  co_return changes->changes.size();
}

Task<void> Follower::run() {
  while (!stop_) {
    const auto done = co_await step(feed_wait);
    if (done || stop_) continue;
    trouble_(done.error());
    co_await sleep(trouble_wait);
  }
}

}  // namespace gh::indexing
