#include "contexts/catalog/product.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/catalog/cursor.h"
#include "contexts/catalog/errors.h"

namespace gh::catalog {
namespace {

const FarmId farm = FarmId::derive(1, 1);
const FieldId field = FieldId::derive(2, 2);
const ProductId id = ProductId::derive(3, 3);

Label label(std::string number, std::optional<Timestamp> until = {}) {
  return {.scheme = LabelScheme::usda_nop,
          .certifier = "CCOF",
          .number = std::move(number),
          .valid_from = Date{0},
          .valid_to = {},
          .document = {},
          .standing = LabelStanding::in_force,
          .holds_from = Timestamp{0},
          .holds_until = until};
}
Facts complete_facts() {
  return {{farm, "birch-hollow", "Birch Hollow"}, true, {label("A")}, {{field, "North plot"}}, Date{20000}, {}, Timestamp{1000}};
}
Draft complete_draft() {
  Draft d;
  d.title = "Heirloom Tomatoes";
  d.description = "Vine ripened.";
  d.category = "vegetables";
  d.tags = {"Heirloom", "No Spray", "heirloom"};
  d.variants = {{{}, "Pound", Unit::lb, {450, {}}, Quantity{1000}, Quantity{1000}}};
  d.field = field;
  d.certificate = {CertificateClaim::none_claimed, ""};
  return d;
}
Product complete_product() { return *create(id, "heirloom-tomatoes", complete_draft(), complete_facts(), Timestamp{1000}); }
std::string extension(const Error& error, std::string_view name) {
  for (const auto& e : error.extensions())
    if (e.name == name) return e.json;
  return "none";
}

// The whole state table; what is not in it is 409 and names the legal actions.
TEST(ProductStates, FollowTheTable) {
  struct Row {
    Status from;
    Action action;
    std::optional<Status> to;
    const char* allowed;
  };
  const Row table[] = {
      {Status::draft, Action::publish, Status::published, ""},
      {Status::draft, Action::unpublish, {}, R"(["publish","archive"])"},
      {Status::draft, Action::archive, Status::archived, ""},
      {Status::published, Action::publish, {}, R"(["unpublish","archive"])"},
      {Status::published, Action::unpublish, Status::draft, ""},
      {Status::published, Action::archive, Status::archived, ""},
      {Status::archived, Action::publish, {}, "[]"},
      {Status::archived, Action::unpublish, {}, "[]"},
      {Status::archived, Action::archive, {}, "[]"},
  };
  for (const auto& [from, action, to, allowed] : table) {
    Product p = complete_product();
    p.status = from;
    const Result<void> done = action == Action::publish     ? publish(p, complete_facts(), Timestamp{2000})
                              : action == Action::unpublish ? unpublish(p, Timestamp{2000})
                                                            : archive(p, Timestamp{2000});
    ASSERT_EQ(done.has_value(), to.has_value());
    EXPECT_EQ(p.status, to.value_or(from));
    EXPECT_EQ(p.updated.ms, to ? 2000 : 1000);
    if (done) continue;
    EXPECT_TRUE(done.error().is(errors::product_state));
    EXPECT_EQ(extension(done.error(), "legal"), allowed);
  }
  Product gone = complete_product();
  gone.status = Status::archived;
  EXPECT_TRUE(edit(gone, {.title = "New"}, complete_facts(), Timestamp{2000}).error().is(errors::product_state));
}

// Each thing taken away alone is named alone; all of them together by all names.
TEST(Provenance, NamesWhatIsMissing) {
  struct Row {
    const char* rule;
    void (*take)(Product&, Facts&);
  };
  const Row table[] = {
      {"origin_farm", [](Product&, Facts& f) { f.farm_verified = false; }},
      {"origin_field", [](Product& p, Facts&) { p.origin.field.reset(); }},
      {"origin_field", [](Product&, Facts& f) { f.fields.clear(); }},  // a field that is not the farm's
      {"priced_variant", [](Product& p, Facts&) { p.variants.clear(); }},
      {"priced_variant", [](Product& p, Facts&) { p.variants[0].price.minor = 0; }},
      {"harvest", [](Product&, Facts& f) { f.latest_harvest.reset(); }},
      {"certification", [](Product& p, Facts&) { p.certificate.claim = CertificateClaim::undeclared; }},
      {"certification",
       [](Product& p, Facts& f) {
         p.certificate.claim = CertificateClaim::certified;
         f.labels.clear();
       }},
      {"certificate_scope",
       [](Product& p, Facts& f) {
         p.certificate.claim = CertificateClaim::certified;
         for (auto& label : f.labels) label.scopes = {LabelScope::livestock};
       }},
      {"description", [](Product& p, Facts&) { p.description.clear(); }},
      {"category", [](Product& p, Facts&) { p.category = "gone"; }},
      {"storage_class", [](Product& p, Facts&) { p.category = "cheese"; }},  // dairy asks it of everything below
      {"allergens", [](Product& p, Facts&) { p.category = "bakery"; }},
  };
  Product all = complete_product();
  Facts none = complete_facts();
  for (const auto& [rule, take] : table) {
    Product p = complete_product();
    Facts facts = complete_facts();
    take(p, facts);
    const auto done = publish(p, facts, Timestamp{2000});
    ASSERT_FALSE(done) << rule;
    EXPECT_TRUE(done.error().is(errors::provenance_required));
    EXPECT_EQ(done.error().kind().http_status(), 422);
    EXPECT_EQ(extension(done.error(), "missing"), fmt::format("[\"{}\"]", rule));
    ASSERT_EQ(done.error().fields().size(), 1U);
    EXPECT_EQ(done.error().fields()[0].code, rule);
    EXPECT_EQ(p.status, Status::draft);
    take(all, none);
    if (all.variants.empty()) all.variants.push_back({});
  }
  // No category asks for both storage and allergens, the last row asks for one of them; a certificate that is not there has no scope.
  EXPECT_EQ(missing_provenance(all, none).size(), provenance_rules().size() - 3);
  Product good = complete_product();
  EXPECT_TRUE(publish(good, complete_facts(), Timestamp{2000}));
  good.certificate.claim = CertificateClaim::certified;
  EXPECT_TRUE(missing_provenance(good, complete_facts()).empty());
}

TEST(Provenance, HoldsWhilePublished) {
  Product p = complete_product();
  ASSERT_TRUE(publish(p, complete_facts(), Timestamp{2000}));
  const auto refused = edit(p, {.description = ""}, complete_facts(), Timestamp{3000});
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(errors::provenance_required));
  EXPECT_EQ(p.description, "Vine ripened.");  // all or nothing
  EXPECT_EQ(p.updated.ms, 2000);
  EXPECT_TRUE(edit(p, {.title = "Tomatoes"}, complete_facts(), Timestamp{3000}));
  ASSERT_TRUE(unpublish(p, Timestamp{4000}));
  EXPECT_TRUE(edit(p, {.description = ""}, complete_facts(), Timestamp{5000}));
  EXPECT_EQ(p.published->ms, 2000);
}

TEST(Variants, KeepTheirSkusAndNeverReuseOne) {
  Product p = complete_product();
  const Sku first = p.variants[0].sku;
  EXPECT_EQ(first, Sku::of(id, 1));
  Edit two{.variants = std::vector<VariantDraft>{{{}, "Box", Unit::lb, {2000, {}}, Quantity{5000}, Quantity{1000}},
                                                 {first, "Pound", Unit::lb, {500, {}}, {}, {}}}};
  (*two.variants)[1].pack = (*two.variants)[1].step = Quantity{1000};
  ASSERT_TRUE(edit(p, two, complete_facts(), Timestamp{2000}));
  EXPECT_EQ(p.variants[0].sku, Sku::of(id, 2));
  EXPECT_EQ(p.variants[1].sku, first);
  EXPECT_EQ(p.variants[1].price.minor, 500);
  ASSERT_TRUE(edit(p, {.variants = std::vector<VariantDraft>{{{}, "New", Unit::each, {1, {}}, Quantity{1000}, Quantity{1000}}}},
                   complete_facts(), Timestamp{3000}));
  EXPECT_EQ(p.variants[0].sku, Sku::of(id, 3));
  p.variants_made = Sku::number_max;
  EXPECT_TRUE(edit(p, {.variants = std::vector<VariantDraft>{{{}, "x", Unit::each, {1, {}}, Quantity{1000}, Quantity{1000}}}},
                   complete_facts(), Timestamp{4000})
                  .error()
                  .is(errors::too_many_variants));
}

TEST(Variants, BadOnesAreNamedByField) {
  struct Row {
    VariantDraft variant;
    const char* pointer;
  };
  const Quantity one{1000};
  const Row table[] = {
      {{{}, "x", Unit::kg, {-1, {}}, one, one}, "/variants/1/price"},
      {{{}, "x", Unit::kg, {1, {}}, {0}, one}, "/variants/1/pack"},
      {{{}, "x", Unit::kg, {1, {}}, {pack_milli_max + 1}, one}, "/variants/1/pack"},
      {{{}, "x", Unit::kg, {1, {}}, one, {-5}}, "/variants/1/step"},
      {{{}, "x", Unit::kg, {1, *parse_currency("EUR")}, one, one}, "/variants/1/price/currency"},
      {{Sku::of(ProductId::derive(9, 9), 1), "x", Unit::kg, {1, {}}, one, one}, "/variants/1/sku"},
      {{Sku::of(id, 1), "x", Unit::kg, {1, {}}, one, one}, "/variants/1/sku"},  // a second time
  };
  for (const auto& [variant, pointer] : table) {
    Product p = complete_product();
    const auto done = edit(p, {.variants = std::vector<VariantDraft>{{p.variants[0].sku, "a", Unit::kg, {1, {}}, one, one}, variant}},
                           complete_facts(), Timestamp{2000});
    ASSERT_FALSE(done) << pointer;
    ASSERT_EQ(done.error().fields().size(), 1U) << pointer;
    EXPECT_EQ(done.error().fields()[0].pointer, pointer);
  }
}

TEST(Products, RefuseAForeignField) {
  Draft d = complete_draft();
  d.field = FieldId::derive(7, 7);
  const auto made = create(id, "x", d, complete_facts(), Timestamp{1});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().fields()[0].pointer, "/field");
  EXPECT_EQ(complete_product().origin.field_name, "North plot");
  EXPECT_EQ(complete_product().tags, (std::vector<std::string>{"heirloom", "no-spray"}));
}

TEST(Products, HalfASeasonIsNone) {
  Draft d = complete_draft();
  d.harvest.from_month = 6;
  EXPECT_FALSE(create(id, "x", d, complete_facts(), Timestamp{1}));
  d.harvest.to_month = 13;
  EXPECT_FALSE(create(id, "x", d, complete_facts(), Timestamp{1}));
  d.harvest.to_month = 9;
  EXPECT_TRUE(create(id, "x", d, complete_facts(), Timestamp{1}));
}

// Figures worked out with exact fractions: 1 lb = 0.45359237 kg.
TEST(UnitPrices, AreExactAndRoundHalfEven) {
  struct Row {
    Unit unit;
    std::int64_t pack_milli;
    std::int64_t minor;
    std::vector<std::pair<std::int64_t, Unit>> expected;
  };
  const Row table[] = {
      {Unit::kg, 1000, 399, {{399, Unit::kg}, {181, Unit::lb}}},          // 180.98
      {Unit::kg, 500, 399, {{798, Unit::kg}, {362, Unit::lb}}},           // 361.97
      {Unit::lb, 1000, 450, {{992, Unit::kg}, {450, Unit::lb}}},          // 992.08
      {Unit::oz, 8000, 325, {{1433, Unit::kg}, {650, Unit::lb}}},         // 1433.004, 650
      {Unit::g, 250'000, 299, {{1196, Unit::kg}, {542, Unit::lb}}},       // 542.50 (542.4965): below the half
      {Unit::ml, 750'000, 1299, {{1732, Unit::l}}},                       // 1732.0
      {Unit::l, 8000, 100, {{12, Unit::l}}},                              // 12.5 -> 12
      {Unit::l, 8000, 300, {{38, Unit::l}}},                              // 37.5 -> 38
      {Unit::dozen, 2000, 1000, {{42, Unit::each}, {500, Unit::dozen}}},  // 41.67
      {Unit::gallon, 1000, 600, {{159, Unit::l}}},                        // 158.503 -> 159: 600 / 3.785411784
      {Unit::fl_oz, 16'000, 400, {{845, Unit::l}}},                       // 400 / 0.473176473
      {Unit::jar, 1000, 850, {{850, Unit::jar}}},
      {Unit::g, 1, Money::max_minor, {}},  // out of range: none rather than a wrong one
  };
  for (const auto& [unit, pack, minor, expected] : table) {
    Variant v;
    v.unit = unit;
    v.pack = {pack};
    v.price = {minor, {}};
    std::vector<std::pair<std::int64_t, Unit>> found;
    for (const auto& p : unit_prices(v)) found.emplace_back(p.price.minor, p.per);
    EXPECT_EQ(found, expected) << minor;
  }
}

TEST(Slugs, ArePlain) {
  const std::pair<const char*, const char*> table[] = {{"Heirloom Tomatoes!", "heirloom-tomatoes"},
                                                       {"  Anna's  (best) Jam ", "annas-best-jam"},
                                                       {"---", "product"},
                                                       {"\u6771\u4eac", "product"},
                                                       {"Caf\u00e9 2", "caf-2"}};
  for (const auto& [text, slug] : table) EXPECT_EQ(slug_of(text), slug);
  EXPECT_LE(slug_of(std::string(500, 'x')).size(), slug_characters_max);
  EXPECT_EQ(slug_for("Bulk!"), "product-bulk") << "/products/bulk is no product";
  EXPECT_EQ(slug_for("Bulk oats"), "bulk-oats");
}

TEST(Cursors, BelongToTheirList) {
  const std::string position("a\0/\xff z", 6);
  const auto cursor = seal_cursor("newest", position);
  EXPECT_EQ(open_cursor("newest", cursor), position);
  EXPECT_EQ(open_cursor("newest", ""), "");
  EXPECT_EQ(seal_cursor("newest", ""), "");
  for (const std::string& bad : {cursor.substr(2), cursor + "0", cursor + "00", std::string("zz"), std::string(5000, 'a')})
    EXPECT_TRUE(open_cursor("newest", bad).error().is(gh::errors::bad_cursor)) << bad;
  EXPECT_FALSE(open_cursor("price", cursor));
}

}  // namespace
}  // namespace gh::catalog
