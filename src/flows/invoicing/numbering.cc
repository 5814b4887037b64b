#include "flows/invoicing/numbering.h"

#include "base/errors.h"
#include "base/planted.h"
#include "contexts/orders/errors.h"
#include "platform/json/json.h"

namespace gh::invoicing {
namespace {

using orders::PaperRef;
using orders::Series;

bool lost_race(const Error& error) { return checkout::read_again(error) || error.is(ports::errors::duplicate_key); }

}  // namespace

Numbering::Numbering(ports::Documents& documents, orders::Service& orders, SellerOf seller_of, const checkout::Settlement& settlement)
    : orders_(orders),
      seller_of_(std::move(seller_of)),
      settlement_(settlement),
      series_(documents, {"invoice_series", {}}, [](const Series&) { return std::vector<std::string>{}; }) {}

Task<Result<void>> Numbering::number(ports::LeasedTask task) const {
  GH_CO_TRY(auto ref, json::parse_stored<checkout::OrderRef>(task.payload));
  co_return co_await number_order(std::move(ref.order));
}

Task<Result<void>> Numbering::number_order(OrderId id) const {
  for (std::size_t papers = 0; papers <= orders::parts_max + orders::refunds_max; ++papers) {
    GH_CO_TRY(auto found, co_await orders_.find(id));
    if (!found) co_return fail(errors::not_found);
    orders::ensure_parts(found->value);
    auto paper = orders::unnumbered(found->value);
    if (!paper) co_return Result<void>{};
    GH_CO_CHECK(co_await number_paper(*std::move(paper)));
  }
  co_return fail(orders::errors::order_busy);
}

Task<Result<void>> Numbering::number_paper(PaperRef paper) const {
  for (int attempt = 1; attempt <= attempts_max; ++attempt) {
    GH_CO_TRY(auto last, co_await series_.get(orders::series_id(paper.farm, paper.kind, paper.year)));
    if (last) GH_CO_CHECK(co_await settle(last->value));
    GH_CO_TRY(auto order, co_await orders_.find(paper.order));
    if (!order) co_return fail(errors::not_found);
    if (orders::mark_of(order->value, paper) != nullptr) co_return Result<void>{};
    auto taken = co_await take(std::move(last), paper);
    if (taken) co_return co_await settle(*std::move(taken));
    if (!lost_race(taken.error())) co_return fail(std::move(taken).error());
  }
  co_return fail(orders::errors::order_busy);
}

Task<Result<Series>> Numbering::take(std::optional<Versioned<Series>> last, PaperRef paper) const {
  Series next{.id = orders::series_id(paper.farm, paper.kind, paper.year),
              .farm = paper.farm,
              .kind = paper.kind,
              .year = paper.year,
              .last = last ? last->value.last + 1 : 1,
              .order = paper.order,
              .refund = paper.refund,
              .issued = settlement_.now()};
  if (last) {
    next.issued = std::max(next.issued, last->value.issued);  // numbers and dates go the same way
    GH_CO_TRY(auto written, co_await series_.replace(*last, std::move(next)));
    co_return std::move(written.value);
  }
  GH_CO_TRY(auto written, co_await series_.insert(std::move(next)));
  co_return std::move(written.value);
}

// The last number of the series stands in its order.
Task<Result<void>> Numbering::settle(Series series) const {
  if (planted("number_forgotten")) co_return Result<void>{};
  const auto paper = orders::holder_of(series);
  for (int attempt = 1; attempt <= attempts_max; ++attempt) {
    GH_CO_TRY(auto order, co_await orders_.find(paper.order));
    if (!order) co_return fail(errors::not_found);
    orders::Order after = order->value;
    orders::ensure_parts(after);
    if (orders::mark_of(after, paper) != nullptr) co_return Result<void>{};
    GH_CO_TRY(auto seller, co_await seller_of_(paper.farm));
    orders::InvoiceMark mark{orders::number_of(series), series.issued, std::move(seller), 0};
    GH_CO_CHECK(orders::set_mark(after, paper, std::move(mark), settlement_.cause("shop")));
    const auto written = co_await settlement_.write(*std::move(order), std::move(after));
    if (written) co_return Result<void>{};
    if (!checkout::read_again(written.error())) co_return fail(written.error());
  }
  co_return fail(orders::errors::order_busy);
}

Task<Result<TypedPage<Series>>> Numbering::all(std::string after, int limit) const {
  return series_.find("", ports::Range{}, limit, std::move(after));
}

}  // namespace gh::invoicing
