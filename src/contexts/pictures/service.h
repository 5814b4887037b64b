// What others may ask of the pictures. One per process, callable from any thread; outlives its calls.
#pragma once
#include "base/random.h"
#include "contexts/pictures/types.h"
#include "platform/documents/collection.h"
#include "platform/executors/worker_pool.h"
#include "platform/ports/objects.h"

namespace gh::pictures {

class Service {
 public:
  static constexpr int uploads_a_day_max = 200;                    // of one account
  static constexpr Milliseconds unused_ms{24LL * 60 * 60 * 1000};  // a picture that nothing names stays for so long
  static constexpr Milliseconds used_grain_ms{60LL * 60 * 1000};   // its use is noted once in this time

  // pool: decodes and encodes; it has few threads and a short queue, since each picture takes a hundred megabytes.
  Service(ports::Documents& documents, ports::Objects& objects, executors::WorkerPool& pool, const Clock& clock, Random& random);
  const Result<void>& opened() const { return pictures_.opened(); }

  // too_many_pictures, those of platform/imaging/errors.h; unavailable: too many are being made.
  Task<Result<PictureView>> upload(UserId owner, std::string bytes) const;
  // The bytes of a form, as WebP. not_found.
  Task<Result<std::string>> bytes(PictureId id, Form form) const;

  // Before a document is written that names these addresses: those of this shop stay for another day, or for ever. Other addresses are
  // nobody's business here. picture_gone with the field "<pointer>/<index><member>".
  Task<Result<void>> name(std::vector<std::string> urls, std::string pointer, std::string member, bool for_ever) const;

  // Pictures that have not been used for unused_ms, at most limit, those that are being removed among them.
  Task<Result<std::vector<Versioned<Picture>>>> unused(int limit) const;
  // One of them was found in a document.
  Task<Result<void>> found(Versioned<Picture> picture) const;
  // None was: removes it with its bytes, unless it was used since it was read. false: it was.
  Task<Result<bool>> remove(Versioned<Picture> picture) const;

 private:
  Task<Result<void>> check_rate(const UserId& owner, Timestamp now) const;
  Task<Result<bool>> use(PictureId id, bool for_ever, Timestamp now) const;

  Collection<Picture> pictures_;
  ports::Objects& objects_;
  executors::WorkerPool& pool_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace gh::pictures
