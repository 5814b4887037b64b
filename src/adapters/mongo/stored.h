// What documents, and the work that follows from their writes, look like in MongoDB.
//
//   {_id, version, body: {…}, key_<index>: "…", pending: {write, tasks: […]}}
//
// `body` is a document where that gives the same bytes again (json_bson.h), else the text.
// `pending` is what a write must still tell: its change to the log, its outbox to the tasks. It is part of the write, since one document is
// all that MongoDB writes at once, and it stands in the way of the next write: none takes effect before what there was to tell of the one
// before is told. An erased document keeps {_id, version, gone: true, pending} until it is told.
#pragma once
#include <string>
#include <vector>

#include "adapters/mongo/connection.h"
#include "platform/group_commit/command.h"
#include "platform/group_commit/tables.h"

namespace gh::mongo {

using group_commit::Command;
using group_commit::Table;

// As it came back.
struct Pending {
  std::string write;  // its name; empty: nothing is pending
  std::int64_t version = 0;
  bool erased = false;
  std::vector<ports::OutboxEntry> tasks;
};
Pending pending_of(const Fields& stored);
Bson pending_members();  // the projection for it
Bson has_pending();      // the condition

// As it was given to the write. Fails with `internal` where others than this program have changed it.
Result<std::string> body_of(const Fields& stored);

std::string key_field(const ports::IndexSpec&);

// The write of a document command, under this name. An insert is refused where the id is taken, the others match nothing where the version
// is another one or something is pending.
WriteOperation operation_of(const Command&, const std::string& write);
// What was told is taken away: `pending`, or the whole of a document that is erased. A write's name is found with no other document.
class Clearing {
 public:
  void add(std::string_view id, const std::string& write, bool erased);  // id: as it is stored
  Result<void> carry_out(Session&, const Table&) const;

 private:
  struct Some {
    std::vector<std::string> ids, writes;
  };
  Some kept_, erased_;
};

}  // namespace gh::mongo
