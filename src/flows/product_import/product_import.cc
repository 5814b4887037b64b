#include "flows/product_import/product_import.h"

#include "base/errors.h"

namespace gh::product_import {
namespace {

// Not the row's fault: whoever imports tries again.
bool is_the_stores(const Error& error) { return error.kind().http_status() >= 500; }

}  // namespace

Task<Result<std::optional<catalog::Product>>> ProductImport::known(FarmId farm, catalog::TableKey key) const {
  // A sku finds a product that was made without a reference; a reference decides where both are given.
  std::vector<ProductId> candidates;
  if (!key.reference.empty()) candidates.push_back(catalog::id_of_reference(farm, key.reference));
  if (key.sku) candidates.push_back(key.sku->product());
  for (auto& id : candidates) {
    GH_CO_TRY(auto found, co_await catalog_.find(std::move(id)));
    if (found && found->farm.id == farm) co_return std::move(found);
  }
  co_return std::nullopt;
}

Task<Result<void>> ProductImport::write(catalog::TablePlan plan, std::optional<catalog::Product> existing, catalog::Facts facts) const {
  ProductId id = existing ? existing->id : ProductId();
  const auto farm = facts.farm.id;
  if (plan.draft) {
    GH_CO_TRY(const auto made, co_await catalog_.create(*std::move(plan.draft), facts));
    id = made.id;
  }
  if (plan.edit) GH_CO_CHECK(co_await catalog_.edit(id, *std::move(plan.edit), facts));
  if (!plan.status) co_return Result<void>{};
  if (*plan.status == catalog::Status::published) {
    GH_CO_CHECK(co_await catalog_.publish(id, facts));
  } else if (*plan.status == catalog::Status::draft) {
    GH_CO_CHECK(co_await catalog_.unpublish(id, farm));
  } else {
    GH_CO_CHECK(co_await catalog_.archive(id, farm));
  }
  co_return Result<void>{};
}

Task<Result<Taken>> ProductImport::take_one(farmers::Farm farm, catalog::Facts facts, catalog::TablePiece piece, Mode mode) const {
  Taken taken{std::move(piece.product), catalog::RowOutcome::error, std::move(piece.issues)};
  if (!taken.issues.empty() || taken.product.rows.empty()) co_return taken;
  GH_CO_TRY(const auto existing, co_await known(farm.id, catalog::key_of(taken.product)));
  if (existing) {
    GH_CO_TRY(facts, co_await publisher_.facts_for(std::move(farm), existing->variants));
  }
  auto plan = catalog::plan(taken.product, existing, facts, clock_.now());
  taken.outcome = plan.outcome;
  taken.issues = std::move(plan.issues);
  if (mode == Mode::preview || plan.outcome == catalog::RowOutcome::error) co_return taken;
  const auto written = co_await write(std::move(plan), existing, std::move(facts));
  if (written) co_return taken;
  if (is_the_stores(written.error())) co_return fail(written.error());
  taken.outcome = catalog::RowOutcome::error;
  taken.issues = catalog::issues_of(taken.product, existing, written.error());
  co_return taken;
}

Task<Result<std::vector<Taken>>> ProductImport::take(farmers::Farm farm, std::vector<catalog::TablePiece> pieces, Mode mode) const {
  GH_CO_TRY(const auto facts, co_await publisher_.facts_for(farm, {}));
  std::vector<Task<Result<Taken>>> work;
  work.reserve(pieces.size());
  for (auto& piece : pieces) work.push_back(take_one(farm, facts, std::move(piece), mode));
  std::vector<Taken> all;
  for (auto& taken : co_await when_all(std::move(work))) {
    if (!taken) co_return fail(std::move(taken).error());
    all.push_back(*std::move(taken));
  }
  co_return all;
}

Task<Result<std::string>> ProductExport::next() {
  constexpr int batch = 100;
  if (!begun_) {
    begun_ = true;
    co_return catalog::table_header();
  }
  while (!ended_) {
    GH_CO_TRY(auto page, co_await catalog_.of_farm(farm_, {}, batch, std::move(cursor_)));
    cursor_ = std::move(page.next_cursor);
    ended_ = cursor_.empty();
    std::string rows;
    for (const auto& product : page.items)
      if (product.status != catalog::Status::archived) rows += catalog::table_rows(product);
    if (!rows.empty()) co_return rows;
  }
  co_return std::string();
}

}  // namespace gh::product_import
