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

// What a farm looks for among its products.
struct DeskQuery {
  catalog::DeskFilter filter;
  std::optional<int> complete_below{};  // per cent of the provenance rules
  int limit = 20;
  std::string cursor;
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
  // A draft that says what this product says.
  Task<Result<DeskProduct>> duplicate(UserId farmer, ProductId id);
  // The farm's products that fit, newest first. A page may have fewer than there are further ones; its cursor goes on.
  Task<Result<DeskPage>> list(UserId farmer, DeskQuery query);

  // What the catalog's rules need to know of this farm and, with the latest harvest of their lots, of these variants.
  Task<Result<catalog::Facts>> facts_for(farmers::Farm farm, std::vector<catalog::Variant> variants);

 private:
  Task<Result<DeskProduct>> desk(farmers::Farm farm, catalog::Product product);

  catalog::Service& catalog_;
  farmers::Service& farmers_;
  inventory::Service& inventory_;
  const Clock& clock_;
};

}  // namespace gh::publish
