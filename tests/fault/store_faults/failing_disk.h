// FailingDisk: stands between SQLite and the file system and lets one chosen call fail: the n-th write or fsync from now, once or from
// then on; or hang, until heal(), and with it every further one. Installed before the first database is opened, for the whole process.
#pragma once

namespace gh::fault {

enum class Call { write, write_database, sync };  // write: also of the log; write_database: only a checkpoint does
enum class Failure { full, io_error, hangs };

struct FailingDisk {
  static void install();
  // after: calls of this kind that succeed before. lasting: all further ones fail too, until heal().
  static void fail(Call, Failure, int after, bool lasting);
  static void heal();
  static bool has_failed();  // since the last fail()
  static int syncs();        // so far, that succeeded
};

}  // namespace gh::fault
