#include "adapters/sqlite_search/score.h"

#include <sqlite3.h>

namespace gh::sqlite_search {
namespace {

// For each group the best of its words over the columns where they stand.
void weigh(const Fts5ExtensionApi* api, Fts5Context* context, Matching& matching) {
  matching.best.assign(matching.groups, 0);
  for (std::size_t i = 0; i < matching.phrases.size(); ++i) {
    double& best = matching.best[matching.phrases[i].group];
    Fts5PhraseIter place;
    int column = -1;
    if (api->xPhraseFirstColumn(context, static_cast<int>(i), &place, &column) != SQLITE_OK) return;
    for (; column >= 0; api->xPhraseNextColumn(context, &place, &column))
      best = std::max(best, matching.phrases[i].worth * column_worth[column]);
  }
}

void score(const Fts5ExtensionApi* api, Fts5Context* context, sqlite3_context* result, int count, sqlite3_value** values) {
  auto* matching = count == 1 ? static_cast<Matching*>(sqlite3_value_pointer(values[0], matching_pointer)) : nullptr;
  if (matching == nullptr) {
    sqlite3_result_error(result, "gh_score needs its query", -1);
    return;
  }
  const auto* entry = matching->catalogue.find(api->xRowid(context));
  if (entry == nullptr || !matching->filter.passes(*entry)) return;  // NULL
  weigh(api, context, *matching);
  double sum = 0;
  for (const double best : matching->best) sum += best;
  sqlite3_result_double(result, sum * (1 + 0.5 / entry->title_words));  // "Carrots" before "Carrots, beets and onions, mixed box"
}

}  // namespace

bool register_score(sqlite3* connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api != nullptr && api->xCreateFunction(api, "gh_score", nullptr, score, nullptr) == SQLITE_OK;
}

}  // namespace gh::sqlite_search
