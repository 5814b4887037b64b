// The service over memory adapters, with a picture that is made anew for real.
#include "contexts/pictures/service.h"

#include <gtest/gtest.h>

#include "adapters/memory/objects.h"
#include "base/errors.h"
#include "contexts/pictures/errors.h"
#include "platform/imaging/imaging.h"
#include "stage/world.h"

namespace gh::pictures {
namespace {

struct PicturesTest : testing::Test, stage::World<stage::ManualClock> {
  memory::MemoryObjects objects;
  executors::WorkerPool pool{{.name = "pictures", .threads = 1, .queue_max = 4}};
  Service service{documents, objects, pool, clock, random};
  const UserId ann = UserId::derive(1, 1), bob = UserId::derive(2, 2);
  // A grey square, as this shop itself would send it.
  const std::string grey = imaging::encode({8, 8, std::vector<std::uint8_t>(8 * 8 * 4, 200)}, 8)->webp;

  PictureView uploaded() {
    auto made = run(service.upload(ann, grey));
    EXPECT_TRUE(made);
    return made ? *made : PictureView{};
  }
  Result<void> name(std::string url, bool for_ever = false) { return run(service.name({std::move(url)}, "/images", "/url", for_ever)); }
  std::size_t unused() { return run(service.unused(100))->size(); }
  void pass_a_day() { clock.pass(Service::unused_ms + Milliseconds(1)); }
};

TEST_F(PicturesTest, BothFormsAreThere) {
  const auto made = uploaded();
  EXPECT_EQ(made.url, "/media/" + made.id.text());
  EXPECT_EQ(made.small_url, made.url + "/small");
  EXPECT_EQ(made.width, 8);
  EXPECT_TRUE(run(service.bytes(made.id, Form::large))->starts_with("RIFF"));
  EXPECT_TRUE(run(service.bytes(made.id, Form::small)));
  const auto nobodys = run(service.bytes(PictureId::derive(9, 9), Form::large));
  ASSERT_FALSE(nobodys);
  EXPECT_TRUE(nobodys.error().is(gh::errors::not_found));
}

TEST_F(PicturesTest, WhatIsNoPictureLeavesNothing) {
  EXPECT_FALSE(run(service.upload(ann, "<svg/>")));
  EXPECT_EQ(objects.size(), 0U);
  EXPECT_EQ(unused(), 0U);
}

TEST_F(PicturesTest, AnAccountUploadsSoManyADay) {
  for (int i = 0; i < Service::uploads_a_day_max; ++i) ASSERT_TRUE(run(service.upload(ann, grey))) << i;
  const auto refused = run(service.upload(ann, grey));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(errors::too_many_pictures));
  EXPECT_TRUE(run(service.upload(bob, grey)));
  pass_a_day();
  EXPECT_TRUE(run(service.upload(ann, grey)));
}

TEST_F(PicturesTest, UseIsNotedAndWhatIsGoneIsSaid) {
  const auto made = uploaded();
  clock.pass(Milliseconds(23 * 3'600'000));
  EXPECT_TRUE(name(made.url));
  clock.pass(Milliseconds(2 * 3'600'000));
  EXPECT_EQ(unused(), 0U) << "named two hours ago";
  EXPECT_TRUE(name("https://example.com/elsewhere.jpg"));
  const auto gone = run(service.name({made.url, "/media/" + PictureId::derive(9, 9).text()}, "/images", "/url", false));
  ASSERT_FALSE(gone);
  EXPECT_TRUE(gone.error().is(errors::picture_gone));
  ASSERT_EQ(gone.error().fields().size(), 1U);
  EXPECT_EQ(gone.error().fields().front().pointer, "/images/1/url");
  EXPECT_FALSE(name("/media/nonsense"));
}

TEST_F(PicturesTest, WhatAComplaintShowsStays) {
  const auto made = uploaded();
  EXPECT_TRUE(name(made.url, true));
  pass_a_day();
  EXPECT_EQ(unused(), 0U);
}

TEST_F(PicturesTest, RemovedWithItsBytesUnlessItWasUsedMeanwhile) {
  const auto used = uploaded(), forgotten = uploaded();
  pass_a_day();
  auto both = *run(service.unused(100));
  ASSERT_EQ(both.size(), 2U);
  EXPECT_TRUE(name(used.url));
  int removed = 0;
  for (auto& picture : both) removed += *run(service.remove(std::move(picture))) ? 1 : 0;
  EXPECT_EQ(removed, 1);
  EXPECT_TRUE(run(service.bytes(used.id, Form::large)));
  EXPECT_FALSE(run(service.bytes(forgotten.id, Form::large)));
  EXPECT_EQ(objects.size(), 2U);
  EXPECT_FALSE(name(forgotten.url));
}

// The process ended between the mark and the end: the next sweep goes on.
TEST_F(PicturesTest, ARemovalIsGoneOnWith) {
  const auto made = uploaded();
  pass_a_day();
  auto read = run(service.unused(100))->front();
  auto marked = read;
  marked.value.gone = true;
  const Collection<Picture> pictures(documents, {"pictures", {{"owner"}, {"used"}}}, [](const Picture& p) {
    return Collection<Picture>::Keys{p.owner.text() + '/' + ports::sortable(p.created.ms), ports::sortable(p.used.ms)};
  });
  ASSERT_TRUE(run(pictures.replace(read, marked.value)));
  EXPECT_FALSE(name(made.url)) << "nobody can name it any more";
  auto again = *run(service.unused(100));
  ASSERT_EQ(again.size(), 1U);
  EXPECT_TRUE(run(service.found(again.front()))) << "nor is it found";
  EXPECT_TRUE(*run(service.remove(again.front())));
  EXPECT_EQ(objects.size(), 0U);
  EXPECT_EQ(unused(), 0U);
}

TEST(PictureAddresses, AreReadInBothForms) {
  const auto id = PictureId::derive(1, 2);
  EXPECT_EQ(picture_of("/media/" + id.text()), id);
  EXPECT_EQ(picture_of("/media/" + id.text() + "/small"), id);
  for (const auto& other : {"/media/", "/media/x", "https://example.com/media/x", "/mediapic"}) EXPECT_FALSE(picture_of(other)) << other;
  std::vector<PictureId> found;
  each_picture_in(
      R"({"images":[{"url":"/media/)" + id.text() + R"("},{"url":"/media/nothing"},{"url":"/media/)" + id.text() + R"(/small"}]})",
      [&](PictureId one) { found.push_back(std::move(one)); });
  EXPECT_EQ(found, (std::vector{id, id}));
}

}  // namespace
}  // namespace gh::pictures
