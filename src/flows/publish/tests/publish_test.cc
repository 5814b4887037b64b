// A farmer's way from application to a product on sale, over the memory adapter.
#include "flows/publish/publish.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "contexts/catalog/errors.h"
#include "stage/world.h"

namespace gh::publish {
namespace {

struct PublishTest : testing::Test, stage::World<stage::StepClock> {
  catalog::Service catalog{documents, clock, random};
  farmers::Service farmers{documents, clock, random};
  inventory::Service inventory{documents, clock, random};
  Publisher publisher{catalog, farmers, inventory, clock};
  const UserId ann = UserId::derive(1, 1), bob = UserId::derive(2, 2);

  static std::set<std::string> names(const std::vector<const catalog::ProvenanceRule*>& rules) {
    std::set<std::string> all;
    for (const auto* rule : rules) all.emplace(rule->name);
    return all;
  }
  farmers::Farm farm_of(const UserId& owner) {
    auto farm =
        run(farmers.apply(owner, {json::Text<1, 120>("Green Farm"), json::Email("a@farm.example"), json::Text<1, 120>("1 Mill Road"),
                                  json::Text<1, 80>("Troy"), json::Text<2, 40>("MI"), json::Text<3, 12>("48083")}));
    EXPECT_TRUE(farm) << (farm ? "" : farm.error().detail());
    return *farm;
  }
};

TEST_F(PublishTest, FactsComeFromTheFarmAndItsLots) {
  catalog::NewProduct input;
  input.title = catalog::Title("Kale");
  input.category = json::Slug("vegetables");
  EXPECT_TRUE(run(publisher.create(ann, input)).error().is(errors::not_found));  // no farm yet
  const auto farm = farm_of(ann);
  const auto made = run(publisher.create(ann, input));
  ASSERT_TRUE(made) << made.error().detail();
  using Names = std::set<std::string>;
  EXPECT_EQ(names(made->missing), (Names{"origin_farm", "origin_field", "priced_variant", "harvest", "certification", "description"}));

  ASSERT_TRUE(run(farmers.verify(farm.id)));
  const auto with_field = run(farmers.add_field(ann, {json::Text<1, 80>("North plot")}));
  ASSERT_TRUE(with_field);
  catalog::ProductChange change;
  change.description = catalog::Description("Curly.");
  change.field = with_field->fields[0].id;
  change.certificate = catalog::CertificateInput{catalog::CertificateClaim::certified, {}};
  change.variants = catalog::Variants({{{}, json::Text<1, 80>("Bunch"), catalog::Unit::bunch, {300, {}}, {}, {}}});
  const auto edited = run(publisher.edit(ann, made->product.id, change));
  ASSERT_TRUE(edited) << edited.error().detail();
  EXPECT_EQ(names(edited->missing), (Names{"harvest", "certification"}));
  const auto refused = run(publisher.publish(ann, made->product.id));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(catalog::errors::provenance_required));

  const auto today = date_of(clock.now());
  ASSERT_TRUE(run(farmers.add_certification(ann, {farmers::Scheme::usda_nop, json::Text<1, 120>("CCOF"), json::Text<1, 60>("12"),
                                                  Date{today.days - 1}, Date{today.days + 300}})));
  EXPECT_FALSE(run(publisher.publish(ann, made->product.id))) << "nobody has checked the certificate";
  ASSERT_TRUE(run(farmers.act_on_certification(farm.id, 1, farmers::CertificateAction::verify, {})));
  const auto stocked = run(
      inventory.add_lot({farm.id, ann}, edited->product.variants[0].sku, {"L1", today, {today.days + 5}, *change.field, Quantity{10'000}}));
  ASSERT_TRUE(stocked) << stocked.error().detail();
  const auto published = run(publisher.publish(ann, made->product.id));
  ASSERT_TRUE(published) << published.error().detail();
  EXPECT_EQ(published->product.origin.field_name, "North plot");
  EXPECT_EQ(run(publisher.list(ann, {{}, {}, 10, ""}))->items.size(), 1U);

  farm_of(bob);
  EXPECT_TRUE(run(publisher.edit(bob, made->product.id, change)).error().is(errors::not_found));  // though everybody may see it
  EXPECT_TRUE(run(publisher.publish(bob, made->product.id)).error().is(errors::not_found));
  EXPECT_TRUE(run(publisher.get(bob, made->product.id)).error().is(errors::not_found));
  EXPECT_TRUE(run(publisher.archive(bob, made->product.id)).error().is(errors::not_found));
  EXPECT_TRUE(run(publisher.list(bob, {{}, {}, 10, ""}))->items.empty());
}

}  // namespace
}  // namespace gh::publish
