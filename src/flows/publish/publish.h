// What a farmer does to products, with the facts that the catalog's rules need from other contexts: the farm, its certificates and
// fields, the harvest of its lots. One write each, so there is nothing to undo. One object for the program, callable from any thread.
#pragma once
#include <vector>

#include "contexts/catalog/inputs.h"
#include "contexts/catalog/service.h"
#include "contexts/farmers/service.h"
#include "contexts/inventory/service.h"

namespace gh::publish {

// A product as its farm sees it: with what is still missing before it can be published.
struct DeskProduct {
  catalog::Product product;
  std::vector<const catalog::ProvenanceRule*> missing;
};

struct DeskPage {
  std::vector<DeskProduct> items;
  std::string next_cursor;
};

class Publisher {
 public:
  Publisher(catalog::Service& catalog, farmers::Service& farmers, inventory::Service& inventory, const Clock& clock)
      : catalog_(catalog), farmers_(farmers), inventory_(inventory), clock_(clock) {}

  // Each gives not_found if the user has no farm or the product is not the farm's, forbidden where the duty is not theirs (who packs
  // may look); for the rest see catalog/product.h.
  Task<Result<DeskProduct>> create(UserId farmer, catalog::NewProduct input);
  Task<Result<DeskProduct>> edit(UserId farmer, ProductId id, catalog::ProductChange input);
  Task<Result<DeskProduct>> publish(UserId farmer, ProductId id);
  Task<Result<DeskProduct>> unpublish(UserId farmer, ProductId id);
  Task<Result<DeskProduct>> archive(UserId farmer, ProductId id);
  Task<Result<DeskProduct>> get(UserId farmer, ProductId id);
  // All products of the farm, newest first.
  Task<Result<DeskPage>> list(UserId farmer, int limit, std::string cursor);

 private:
  catalog::Facts facts_of(const farmers::Farm& farm) const;
  // With the latest harvest of the product's lots.
  Task<Result<catalog::Facts>> facts_for(farmers::Farm farm, std::vector<catalog::Variant> variants);
  Task<Result<DeskProduct>> desk(farmers::Farm farm, catalog::Product product);

  catalog::Service& catalog_;
  farmers::Service& farmers_;
  inventory::Service& inventory_;
  const Clock& clock_;
};

}  // namespace gh::publish
