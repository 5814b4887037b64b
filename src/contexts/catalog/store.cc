#include "contexts/catalog/store.h"

#include "platform/crypto/sha256.h"

namespace gh::catalog {
namespace {

std::string title_key(std::string_view title) {
  std::string key(title.substr(0, title_key_bytes_max));
  for (char& c : key)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return key;
}

}  // namespace

ProductId id_of_reference(const FarmId& farm, std::string_view reference) {
  return crypto::derive_id<ProductId>("product", farm.text(), reference);
}

ports::CollectionSpec products_spec() {
  return {std::string(products_collection),
          {{std::string(index::slug), true},
           {std::string(index::farm)},
           {std::string(index::newest)},
           {std::string(index::title)},
           {std::string(index::price)},
           {std::string(index::category_newest)},
           {std::string(index::category_price)},
           {std::string(index::farm_newest)}},
          ports::AuditSpec{.farm_member = "farm/id"}};
}

Products::Keys keys_of(const Product& p) {
  Products::Keys keys{p.slug, p.farm.id.text() + "/" + ports::sortable(p.created.ms)};
  if (p.status != Status::published || p.lapsed) {
    keys.resize(8);
    return keys;
  }
  const std::string published = ports::sortable(p.published.value_or(p.created).ms);
  const auto lowest = lowest_price(p);
  const std::string price = ports::sortable(lowest ? lowest->minor : 0);
  const std::string category = (p.category_path.empty() ? p.category : p.category_path.front().slug) + "/";
  keys.insert(keys.end(),
              {published, title_key(p.title), price, category + published, category + price, p.farm.id.text() + "/" + published});
  return keys;
}

}  // namespace gh::catalog
