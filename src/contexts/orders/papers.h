// Invoices and credit notes: their numbers, and what stands in them. Pure functions.
//
// One series of each kind for each farm and year (UTC), because the farm is the supplier: "a sequential number, based on one or more
// series, which uniquely identifies the invoice" (Directive 2006/112/EC, Art. 226 (2)). A part gets its invoice when it is packed: from
// then on it is known what is supplied (Art. 63), and what was cancelled or missing before is in no paper at all. What is given back
// later is a document that amends that invoice and names it (Art. 219), with a series of its own. Nothing that has a number is ever
// changed or removed. To whom invoices are owed is Art. 220: here everybody gets one.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "contexts/orders/journal.h"
#include "contexts/orders/types.h"

namespace gh::orders {

struct SeriesTag {
  static constexpr std::string_view prefix = "ser";
};
using SeriesId = Id<SeriesTag>;

enum class InvoiceKind { invoice, credit_note };
BOOST_DESCRIBE_ENUM(InvoiceKind, invoice, credit_note)

// The counter of one series. It records whom its last number was given to: before the next one is taken, that number stands in its order.
struct Series {
  SeriesId id;
  FarmId farm;
  InvoiceKind kind = InvoiceKind::invoice;
  int year = 0;
  std::int64_t last = 0;
  OrderId order;
  std::optional<RefundId> refund;  // with credit_note
  Timestamp issued;                // of the last number
};
BOOST_DESCRIBE_STRUCT(Series, (), (id, farm, kind, year, last, order, refund, issued))

// What needs a number.
struct PaperRef {
  InvoiceKind kind = InvoiceKind::invoice;
  OrderId order;
  FarmId farm;
  std::optional<RefundId> refund;
  int year = 0;  // UTC, of the packing or of the refund: the same for whoever numbers it, whenever

  bool operator==(const PaperRef&) const = default;
};

SeriesId series_id(const FarmId&, InvoiceKind, int year);
PaperRef holder_of(const Series&);
// "INV-9V3K2M-2026-000017": the kind, the end of the farm's id, the year, the number in the series.
std::string number_of(const Series&);

// The first paper of the order that has no number yet.
std::optional<PaperRef> unnumbered(const Order&);
const InvoiceMark* mark_of(const Order&, const PaperRef&);
// Writes the number into the order, with its event; nothing if it is there.
Result<void> set_mark(Order&, const PaperRef&, InvoiceMark, const Cause&);

struct PaperLine {
  std::string sku;
  std::string title;
  Quantity quantity;
  Money amount;  // what the buyer pays, tax in it
  std::int64_t rate_ppm = 0;
  Money tax;  // of amount
};
BOOST_DESCRIBE_STRUCT(PaperLine, (), (sku, title, quantity, amount, rate_ppm, tax))

// What an invoice must say by rate: the taxable amount, the rate and the tax (Directive 2006/112/EC, Art. 226 (8) to (10)). The rows add up
// to the paper's total, lines without tax among them.
struct PaperTax {
  std::string name;
  std::int64_t rate_ppm = 0;
  Money net;
  Money tax;
};
BOOST_DESCRIBE_STRUCT(PaperTax, (), (name, rate_ppm, net, tax))

struct InvoiceBuyer {
  std::string name;
  std::string email;
  std::optional<DeliveryAddress> address;
};
BOOST_DESCRIBE_STRUCT(InvoiceBuyer, (), (name, email, address))

// An invoice or credit note, complete; amounts of a credit note are what goes back.
struct InvoicePaper {
  InvoiceKind kind = InvoiceKind::invoice;
  std::string number;
  Timestamp issued;
  std::optional<std::string> amends;  // credit_note: the invoice's number
  OrderId order;
  Timestamp paid;
  InvoiceSeller seller;
  InvoiceBuyer buyer;
  std::vector<PaperLine> lines;
  Money delivery_fee;           // tax in it
  std::vector<PaperTax> taxes;  // by rate, the highest first
  Money total;
};
BOOST_DESCRIBE_STRUCT(InvoicePaper, (), (kind, number, issued, amends, order, paid, seller, buyer, lines, delivery_fee, taxes, total))

// All that have a number: each part's invoice with its credit notes behind it.
std::vector<InvoicePaper> papers_of(const Order&);

}  // namespace gh::orders
