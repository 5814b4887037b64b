// Connections: the pool of libmongoc for one database, and Session, one connection of it that one thread uses.
//
// Nothing waits without a deadline: finding a server select_deadline, connecting the same, each answer `deadline`, a write's majority
// `deadline` as well. Reads are those of the majority of a replica set, from its primary: what they give cannot be rolled back. Writes are
// acknowledged by the majority, each member of it with its journal written, unless they say that they need not be.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/mongo/bson.h"
#include "base/error.h"
#include "base/time.h"

struct _mongoc_client_pool_t;
struct _mongoc_client_t;

namespace gh::mongo {

struct Address {
  std::string url;       // "mongodb://user:password@host:port,…/?replicaSet=…"; what it says of deadlines and concerns is overridden
  std::string database;  // of all collections; snake_case
  Milliseconds select_deadline{800};
  Milliseconds deadline{10'000};
};

struct Refusal {
  std::size_t operation;  // which one
  int code;
  std::string message;

  bool is_duplicate() const { return code == 11000; }
  Error error() const;
};

struct WriteReply {
  std::int64_t matched = 0;  // by updates, without upserts
  std::vector<Refusal> refusals;
};

// One of many writes to one collection.
struct WriteOperation {
  enum class Kind { insert, update, upsert, update_all, erase, erase_all };
  Kind kind;
  Bson filter;  // insert: the document itself
  Bson change;  // update, upsert, update_all
};

struct Question {
  Bson filter;
  Bson sort;     // empty: none
  Bson members;  // the projection; empty: all
  int limit = 0;
};

class Session {
 public:
  Session(Session&&) noexcept = default;

  Result<std::vector<Bson>> find(const std::string& collection, const Question&);
  Result<std::vector<Bson>> aggregate(const std::string& collection, const std::vector<Bson>& stages);
  Result<Bson> command(const Bson&);
  // For what a server may say no to: its refusal, or nothing. Fails where there was no answer.
  Result<std::optional<Refusal>> attempt(const Bson& command);
  // One command, each write carried out whatever happens to the others. What an upsert or insert hits that is there already is a refusal
  // of its own. Fails with store_unavailable where nothing was sent, else with outcome_unknown.
  enum class Safety { majority, primary };
  Result<WriteReply> write(const std::string& collection, std::span<const WriteOperation>, Safety = Safety::majority);

 private:
  friend class Connections;
  friend class Watch;
  Session(std::shared_ptr<_mongoc_client_pool_t> pool, _mongoc_client_t* client, const Address& address);

  std::shared_ptr<_mongoc_client_pool_t> pool_;
  struct Return {
    _mongoc_client_pool_t* pool;
    void operator()(_mongoc_client_t*) const;
  };
  std::unique_ptr<_mongoc_client_t, Return> client_;
  const Address* address_;
};

class Connections {
 public:
  // sessions: at once; MUST cover all threads that ask. Fails with `invalid` for a url that is none, and does not connect.
  static Result<std::unique_ptr<Connections>> open(Address, int sessions);

  Session session() const;
  const Address& address() const { return address_; }

 private:
  Connections(Address address, _mongoc_client_pool_t* pool);

  const Address address_;
  std::shared_ptr<_mongoc_client_pool_t> pool_;
};

}  // namespace gh::mongo
