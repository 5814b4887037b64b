#include "contexts/orders/papers.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/errors.h"
#include "contexts/orders/refunds.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"

namespace gh::orders {
namespace {

constexpr std::size_t farm_letters = 6;

Refund* refund_of(Order& order, const PaperRef& paper) {
  const auto found = std::ranges::find_if(order.refunds, [&](const auto& r) { return r.id == paper.refund; });
  return found == order.refunds.end() ? nullptr : &*found;
}

Timestamp paid_at(const Order& order) {
  const auto paid = std::ranges::find(order.events, EventType::paid, &OrderEvent::type);
  return paid == order.events.end() ? order.created : paid->at;
}

std::optional<Timestamp> packed_at(const Order& order, const FarmId& farm) {
  for (const auto& event : order.events) {
    if (event.type != EventType::packed) continue;
    const auto whose = event.data.find("farm");
    if (whose != event.data.end() && whose->second == farm.text()) return event.at;
  }
  return std::nullopt;
}

int year_of(Timestamp at) { return std::stoi(to_string(date_of(at)).substr(0, 4)); }

InvoiceBuyer buyer_of(const Order& order, const Part& part) {
  InvoiceBuyer buyer{{}, order.contact.email, {}};
  if (part.delivery && part.delivery->address) {
    buyer.name = part.delivery->address->name;
    buyer.address = part.delivery->address;
  }
  return buyer;
}

const TaxShare* tax_of(const OrderLine& line) { return line.price ? &line.price->tax : nullptr; }

// Of the first `amount` cents of the line: what is given back in steps takes all of the tax with it, cent by cent.
std::int64_t tax_within(const OrderLine& line, std::int64_t amount) {
  const auto* tax = tax_of(line);
  if (tax == nullptr || tax->amount.minor == 0 || line.line_total.minor == 0) return 0;
  return multiply_divide(tax->amount.minor, amount, line.line_total.minor).value_or(0);
}

void add_tax(InvoicePaper& paper, const TaxShare* share, Money amount, std::int64_t tax) {
  if (amount.minor == 0) return;
  const std::string name = share == nullptr ? std::string() : share->name;
  const auto rate = share == nullptr ? 0 : share->rate_ppm;
  auto row = std::ranges::find_if(paper.taxes, [&](const auto& t) { return t.rate_ppm == rate && t.name == name; });
  if (row == paper.taxes.end()) row = paper.taxes.insert(row, {name, rate, {0, amount.currency}, {0, amount.currency}});
  row->net.minor += amount.minor - tax;
  row->tax.minor += tax;
}

void add_line(InvoicePaper& paper, const OrderLine& line, Quantity quantity, Money amount, std::int64_t tax) {
  const auto* share = tax_of(line);
  paper.lines.push_back({line.sku.text(), line.title, quantity, amount, share == nullptr ? 0 : share->rate_ppm, {tax, amount.currency}});
  add_tax(paper, share, amount, tax);
}

void add_fee(InvoicePaper& paper, const Part& part) {
  if (part.fee && paper.delivery_fee.minor != 0)
    add_tax(paper, &part.fee->tax, paper.delivery_fee, part.fee->tax.amount.minor);
  else
    add_tax(paper, nullptr, paper.delivery_fee, 0);
  std::ranges::sort(paper.taxes, [](const auto& a, const auto& b) { return std::tie(b.rate_ppm, a.name) < std::tie(a.rate_ppm, b.name); });
}

// What the part was when the invoice was issued.
InvoicePaper invoice_of(const Order& order, const Part& part) {
  Order then = order;
  then.refunds.resize(std::min(then.refunds.size(), static_cast<std::size_t>(part.invoice->refunds_before)));
  const bool no_fee = std::ranges::any_of(then.refunds, [&](const auto& r) { return r.farm == part.farm && r.delivery_fee.minor > 0; });
  const Money fee{no_fee ? 0 : part.delivery_fee.minor, order.totals.total.currency};
  InvoicePaper paper{.kind = InvoiceKind::invoice,
                     .number = part.invoice->number,
                     .issued = part.invoice->issued,
                     .amends = {},
                     .order = order.id,
                     .paid = paid_at(order),
                     .seller = part.invoice->seller,
                     .buyer = buyer_of(order, part),
                     .lines = {},
                     .delivery_fee = fee,
                     .taxes = {},
                     .total = fee};
  for (const auto& line : order.lines) {
    if (line.farm != part.farm) continue;
    const auto back = given_back(then, line);
    if (back.quantity == line.quantity) continue;
    const Money amount{line.line_total.minor - back.amount.minor, line.line_total.currency};
    const auto* tax = tax_of(line);
    add_line(paper, line, line.quantity - back.quantity, amount,
             (tax == nullptr ? 0 : tax->amount.minor) - tax_within(line, back.amount.minor));
    paper.total.minor += paper.lines.back().amount.minor;
  }
  add_fee(paper, part);
  return paper;
}

InvoicePaper credit_note_of(const Order& order, const Part& part, const Refund& refund) {
  InvoicePaper paper = invoice_of(order, part);
  paper.kind = InvoiceKind::credit_note;
  paper.amends = std::exchange(paper.number, refund.credit_note->number);
  paper.issued = refund.credit_note->issued;
  paper.seller = refund.credit_note->seller;
  paper.lines.clear();
  paper.taxes.clear();
  Order then = order;
  then.refunds.erase(std::ranges::find(then.refunds, refund.id, &Refund::id), then.refunds.end());
  for (const auto& back : refund.lines) {
    const auto line = std::ranges::find(order.lines, back.sku, &OrderLine::sku);
    if (line == order.lines.end()) continue;
    const auto before = given_back(then, *line).amount.minor;
    add_line(paper, *line, back.quantity, back.amount, tax_within(*line, before + back.amount.minor) - tax_within(*line, before));
  }
  paper.delivery_fee = refund.delivery_fee;
  paper.total = refund.amount;
  add_fee(paper, part);
  return paper;
}

}  // namespace

SeriesId series_id(const FarmId& farm, InvoiceKind kind, int year) {
  return crypto::derive_id<SeriesId>("series of papers", farm.text(), json::enum_name(kind), std::to_string(year));
}

PaperRef holder_of(const Series& series) { return {series.kind, series.order, series.farm, series.refund, series.year}; }

std::string number_of(const Series& series) {
  const auto& farm = series.farm.text();
  return fmt::format("{}-{}-{}-{:06}", series.kind == InvoiceKind::invoice ? "INV" : "CN", farm.substr(farm.size() - farm_letters),
                     series.year, series.last);
}

std::optional<PaperRef> unnumbered(const Order& order) {
  if (order.replaces) return std::nullopt;
  for (const auto& part : order.parts) {
    const auto packed = packed_at(order, part.farm);
    if (packed && !part.invoice && part.status != PartStatus::cancelled) {
      return PaperRef{InvoiceKind::invoice, order.id, part.farm, {}, year_of(*packed)};
    }
  }
  for (std::size_t i = 0; i < order.refunds.size(); ++i) {
    const auto& refund = order.refunds[i];
    const auto* part = refund.farm ? find_part(order, *refund.farm) : nullptr;
    const bool amends = part != nullptr && part->invoice && static_cast<std::int64_t>(i) >= part->invoice->refunds_before;
    if (amends && !refund.credit_note && refund.amount.minor > 0) {
      return PaperRef{InvoiceKind::credit_note, order.id, *refund.farm, refund.id, year_of(refund.at)};
    }
  }
  return std::nullopt;
}

const InvoiceMark* mark_of(const Order& order, const PaperRef& paper) {
  if (paper.kind == InvoiceKind::invoice) {
    const auto* part = find_part(order, paper.farm);
    return part != nullptr && part->invoice ? &*part->invoice : nullptr;
  }
  const auto* refund = paper.refund ? find_refund(order, *paper.refund) : nullptr;
  return refund != nullptr && refund->credit_note ? &*refund->credit_note : nullptr;
}

Result<void> set_mark(Order& order, const PaperRef& paper, InvoiceMark mark, const Cause& cause) {
  if (mark_of(order, paper) != nullptr) return {};
  EventData data{{"farm", paper.farm.text()}, {"number", mark.number}};
  if (paper.refund) data.emplace("refund", paper.refund->text());
  if (paper.kind == InvoiceKind::invoice) {
    auto* part = find_part(order, paper.farm);
    if (part == nullptr) return fail(gh::errors::not_found);
    GH_CHECK(append(order, EventType::invoiced, cause, std::move(data)));
    mark.refunds_before = static_cast<std::int64_t>(order.refunds.size());
    part->invoice = std::move(mark);
    return {};
  }
  auto* refund = refund_of(order, paper);
  if (refund == nullptr) return fail(gh::errors::not_found);
  GH_CHECK(append(order, EventType::invoiced, cause, std::move(data)));
  refund->credit_note = std::move(mark);
  return {};
}

std::vector<InvoicePaper> papers_of(const Order& order) {
  std::vector<InvoicePaper> papers;
  for (const auto& part : order.parts) {
    if (!part.invoice) continue;
    papers.push_back(invoice_of(order, part));
    for (const auto& refund : order.refunds) {
      if (refund.farm == part.farm && refund.credit_note) papers.push_back(credit_note_of(order, part, refund));
    }
  }
  return papers;
}

}  // namespace gh::orders
