// Operations: bulk work as a document, and its input in chunks. Plain described structs; the stored form is their JSON.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace gh::operations {

struct OperationTag {
  static constexpr std::string_view prefix = "opr";
};
using OperationId = Id<OperationTag>;

inline constexpr std::size_t rows_max = 20'000;                      // of one operation
inline constexpr std::size_t row_bytes_max = 64 * 1024;              // of one row's body
inline constexpr std::size_t input_bytes_max = 16 * 1024 * 1024;     // of all rows
inline constexpr std::size_t chunk_rows_max = 50;                    // worked on by one task
inline constexpr std::size_t chunk_bytes_max = 256 * 1024;           // a larger row is a chunk of its own
inline constexpr std::size_t errors_per_row_max = 5;                 // told; further ones of a row are left out
inline constexpr std::size_t error_detail_bytes_max = 500;           // of one of them
inline constexpr std::size_t waiting_or_running_max = 10;            // operations of one farm; of all admins together
inline constexpr Milliseconds kept_for{30LL * 24 * 60 * 60 * 1000};  // from the start; then the operation is forgotten

enum class State { queued, running, done, failed, cancelled };
BOOST_DESCRIBE_ENUM(State, queued, running, done, failed, cancelled)

// One row of the input as its kind reads it. line: where a person finds it in what they sent, from 1.
struct Row {
  std::int64_t line = 0;
  std::string body;
};
BOOST_DESCRIBE_STRUCT(Row, (), (line, body))

struct RowError {
  std::int64_t line = 0;
  std::string pointer;  // JSON pointer into the row, or its column; empty: the row as a whole
  std::string code;
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(RowError, (), (line, pointer, code, detail))

// Why the whole of it stopped.
struct Failure {
  std::string code;
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(Failure, (), (code, detail))

struct Operation {
  OperationId id;
  std::string kind;                               // "products.import"
  std::map<std::string, std::string> parameters;  // of all rows, as the kind reads them
  State state = State::queued;
  std::int64_t total = 0;                      // rows
  std::int64_t done = 0;                       // rows that were worked on; the operation goes on behind them
  std::int64_t errors = 0;                     // of rows, as they are told
  std::map<std::string, std::int64_t> counts;  // what became of the rows: {"created": 12, "unchanged": 3}
  std::optional<Failure> failure;
  bool cancel_requested = false;
  std::int64_t chunks = 0;
  std::int64_t chunks_done = 0;
  UserId created_by;
  std::optional<FarmId> farm;  // none: an admin's
  Timestamp created;
  std::optional<Timestamp> started;
  std::optional<Timestamp> finished;
};
BOOST_DESCRIBE_STRUCT(Operation, (),
                      (id, kind, parameters, state, total, done, errors, counts, failure, cancel_requested, chunks, chunks_done, created_by,
                       farm, created, started, finished))

constexpr bool has_ended(State state) { return state == State::done || state == State::failed || state == State::cancelled; }

// What the work on some rows came to.
struct Outcome {
  std::vector<RowError> errors;
  std::map<std::string, std::int64_t> counts;
};
BOOST_DESCRIBE_STRUCT(Outcome, (), (errors, counts))

// A part of the input; once it was worked on, what it came to instead.
struct Chunk {
  OperationId operation;
  std::int64_t number = 0;  // from 0
  std::vector<Row> rows;
  bool worked_on = false;
  std::int64_t rows_done = 0;
  Outcome outcome;
};
BOOST_DESCRIBE_STRUCT(Chunk, (), (operation, number, rows, worked_on, rows_done, outcome))

// Payload of the task "operations.run".
struct ChunkRef {
  OperationId operation;
  std::int64_t chunk = 0;
};
BOOST_DESCRIBE_STRUCT(ChunkRef, (), (operation, chunk))

struct NewOperation {
  std::string kind;
  std::map<std::string, std::string> parameters;
  std::vector<Row> rows;
  UserId created_by;
  std::optional<FarmId> farm;
};

// Who looks. A farm sees its own operations, an admin all; the rest is not_found.
struct Viewer {
  std::optional<FarmId> farm;
  bool admin = false;
};

struct OperationPage {
  std::vector<Operation> items;
  std::string next_cursor;  // empty at the end
};

struct ErrorPage {
  std::vector<RowError> items;
  std::string next_cursor;  // empty at the end
};

}  // namespace gh::operations
