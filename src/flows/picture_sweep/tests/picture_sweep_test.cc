// The sweep over the memory store: what a document names stays, whatever the member is called.
#include "flows/picture_sweep/picture_sweep.h"

#include <gtest/gtest.h>

#include "adapters/memory/objects.h"
#include "platform/imaging/imaging.h"
#include "stage/world.h"

namespace gh::picture_sweep {
namespace {

struct Anything {
  pictures::PictureId id;
  std::vector<std::string> images;
};
BOOST_DESCRIBE_STRUCT(Anything, (), (id, images))

struct SweepTest : testing::Test, stage::World<stage::ManualClock> {
  memory::MemoryObjects objects;
  executors::WorkerPool pool{{.name = "pictures", .threads = 1, .queue_max = 4}};
  pictures::Service service{documents, objects, pool, clock, random};
  Collection<Anything> products{documents, {"products", {}}, [](const Anything&) { return Collection<Anything>::Keys{}; }};
  Collection<Anything> farms{documents, {"farms", {}}, [](const Anything&) { return Collection<Anything>::Keys{}; }};
  PictureSweep sweep{service, documents, {"products", "farms"}};

  std::string uploaded() {
    const auto grey = imaging::encode({8, 8, std::vector<std::uint8_t>(8 * 8 * 4, 200)}, 8)->webp;
    return run(service.upload(UserId::derive(1, 1), grey))->url;
  }
  bool is_there(const std::string& url) { return run(service.bytes(*pictures::picture_of(url), pictures::Form::large)).has_value(); }
  void pass_a_day() { clock.pass(pictures::Service::unused_ms + Milliseconds(1)); }
};

TEST_F(SweepTest, OnlyWhatNoDocumentNamesGoes) {
  const auto of_product = uploaded(), of_farm = uploaded(), forgotten = uploaded();
  // More documents than one page, the one that counts among the last.
  for (std::uint64_t i = 1; i <= 2 * PictureSweep::documents_at_once; ++i)
    ASSERT_TRUE(run(products.insert({pictures::PictureId::derive(1, i), {}})));
  ASSERT_TRUE(run(products.insert({pictures::PictureId::derive(2, 1), {"https://example.com/a.jpg", of_product}})));
  ASSERT_TRUE(run(farms.insert({pictures::PictureId::derive(2, 2), {of_farm}})));
  EXPECT_EQ(*run(sweep.sweep()), 0) << "a day has to pass";
  pass_a_day();
  EXPECT_EQ(*run(sweep.sweep()), 1);
  EXPECT_TRUE(is_there(of_product) && is_there(of_farm));
  EXPECT_FALSE(is_there(forgotten));
  EXPECT_EQ(*run(sweep.sweep()), 0);
  // What its document no longer names goes a day later.
  const auto farm = run(farms.require(pictures::PictureId::derive(2, 2)));
  ASSERT_TRUE(run(farms.replace(*farm, {farm->value.id, {}})));
  pass_a_day();
  EXPECT_EQ(*run(sweep.sweep()), 1);
  EXPECT_TRUE(is_there(of_product));
  EXPECT_FALSE(is_there(of_farm));
}

}  // namespace
}  // namespace gh::picture_sweep
