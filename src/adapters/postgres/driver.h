// The functions of libpq that this adapter calls (platform/drivers/library.h).
#pragma once
#include <libpq-fe.h>

#include "platform/drivers/library.h"

#define GH_POSTGRES_DRIVER(X) \
  X(PQbackendPID)             \
  X(PQclear)                  \
  X(PQcmdStatus)              \
  X(PQcmdTuples)              \
  X(PQconnectPoll)            \
  X(PQconnectStartParams)     \
  X(PQconsumeInput)           \
  X(PQenterPipelineMode)      \
  X(PQerrorMessage)           \
  X(PQexitPipelineMode)       \
  X(PQfinish)                 \
  X(PQflush)                  \
  X(PQfreemem)                \
  X(PQgetResult)              \
  X(PQgetisnull)              \
  X(PQgetlength)              \
  X(PQgetvalue)               \
  X(PQisBusy)                 \
  X(PQnotifies)               \
  X(PQntuples)                \
  X(PQpipelineSync)           \
  X(PQresultErrorField)       \
  X(PQresultErrorMessage)     \
  X(PQresultStatus)           \
  X(PQsendPrepare)            \
  X(PQsendQuery)              \
  X(PQsendQueryPrepared)      \
  X(PQsetNoticeProcessor)     \
  X(PQsetnonblocking)         \
  X(PQsocket)                 \
  X(PQstatus)

namespace gh::postgres {

GH_POSTGRES_DRIVER(GH_DRIVER_DECLARE)

// Once in a process. MUST have succeeded before any of the names above is called.
Result<void> load_driver();

}  // namespace gh::postgres
