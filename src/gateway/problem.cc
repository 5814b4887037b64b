#include "gateway/problem.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/catalog/errors.h"
#include "contexts/delivery/errors.h"
#include "contexts/farmers/errors.h"
#include "contexts/identity/errors.h"
#include "contexts/inventory/errors.h"
#include "contexts/notifications/errors.h"
#include "contexts/operations/errors.h"
#include "contexts/orders/errors.h"
#include "contexts/payments/errors.h"
#include "contexts/pictures/errors.h"
#include "contexts/pricing/errors.h"
#include "gateway/errors.h"
#include "net/errors.h"
#include "platform/imaging/errors.h"
#include "platform/json/json.h"
#include "platform/ports/documents.h"
#include "platform/ports/lock.h"
#include "platform/ports/mail.h"
#include "platform/ports/rate_limit.h"
#include "platform/ports/search.h"

namespace gh::gateway {

std::span<const ErrorKind* const> all_errors() {
  static const auto list = [] {
    std::vector<const ErrorKind*> kinds;
    const auto take = [&kinds](std::span<const ErrorKind* const> rows) { kinds.insert(kinds.end(), rows.begin(), rows.end()); };
    take(gh::errors::all);
    take(ports::errors::all);
    take(ports::errors::search_all);
    take(ports::errors::rate_limit_all);
    take(ports::errors::lock_all);
    take(ports::errors::mail_all);
    take(net::errors::all);
    take(identity::errors::all);
    take(farmers::errors::all);
    take(catalog::errors::all);
    take(inventory::errors::all);
    take(notifications::errors::all);
    take(operations::errors::all);
    take(orders::errors::all);
    take(payments::errors::all);
    take(pictures::errors::all);
    take(imaging::errors::all);
    take(pricing::errors::all);
    take(delivery::errors::all);
    take(gateway::errors::all);
    std::ranges::sort(kinds, {}, &ErrorKind::number);
    return kinds;
  }();
  return list;
}

std::string problem_json(const Error& error, std::string_view request_id) {
  const auto& kind = error.kind();
  std::string out = fmt::format(R"({{"type":"/api/docs#{}","title":{},"status":{},"code":"{}")", kind.code, json::escape(kind.title),
                                kind.http_status(), kind.code);
  // What went wrong inside is for the log, not for the client.
  const bool inner = kind.http_status() == 500;
  if (!error.detail().empty() && !inner) out += fmt::format(R"(,"detail":{})", json::escape(error.detail()));
  out += fmt::format(R"(,"request_id":{})", json::escape(request_id));
  if (!error.fields().empty()) {
    out += R"(,"errors":[)";
    for (std::size_t i = 0; i < error.fields().size(); ++i) {
      const auto& field = error.fields()[i];
      out += fmt::format(R"({}{{"pointer":{},"code":{},"detail":{}}})", i == 0 ? "" : ",", json::escape(field.pointer),
                         json::escape(field.code), json::escape(field.detail));
    }
    out += ']';
  }
  for (const auto& extension : error.extensions()) out += fmt::format(R"(,{}:{})", json::escape(extension.name), extension.json);
  out += '}';
  return out;
}

net::Response problem(const Error& error, std::string_view request_id) {
  net::Response response{
      .status = error.kind().http_status(), .shared_head = nullptr, .head = {}, .body = problem_json(error, request_id), .close = false};
  response.head.add("Content-Type", "application/problem+json");
  response.head.add("Cache-Control", "no-store");
  if (response.status == 401) response.head.add("WWW-Authenticate", "Bearer");
  for (const auto& extension : error.extensions()) {
    if (extension.name == "retry_after_s") response.head.add("Retry-After", extension.json);
  }
  return response;
}

}  // namespace gh::gateway
