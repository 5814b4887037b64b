// Complaints about what was delivered: opened by the buyer within a window, answered by the farm, decided by the shop. Pure functions.
#pragma once
#include <string>
#include <vector>

#include "base/error.h"
#include "contexts/orders/refunds.h"

namespace gh::orders {

struct NewComplaint {
  ComplaintId id;  // of the intention: the same again is the same complaint
  FarmId farm;
  std::vector<LineQuantity> lines;
  ComplaintReason reason = ComplaintReason::other;
  std::string text;
  std::vector<std::string> pictures;
};

// Errors: not_found (no such part), illegal_transition (it was not shipped), complaint_too_late (extension until), line_unknown, not_left
// (more than was bought), too_many_complaints.
Result<void> open_complaint(Order&, NewComplaint, Milliseconds window, const Cause&);
// The farm's words, once; not_found if the farm has no such complaint, illegal_complaint once it is decided.
Result<void> answer_complaint(Order&, const FarmId&, const ComplaintId&, std::string text, const Cause&);

struct Decision {
  Resolution resolution = Resolution::none;
  std::vector<LineQuantity> lines;  // what is given back, or sent again; none: all that the complaint names
  std::string text;
};
// With refund the money goes back, the goods do not; with replacement the decision names an order that flows/fulfilment then makes. Errors:
// not_found, illegal_complaint, line_unknown, not_left, too_many_refunds.
Result<void> decide_complaint(Order&, const ComplaintId&, const Decision&, Timestamp look_at, const Cause&);

// Until when a part may be complained about; nothing: it is not there yet.
std::optional<Timestamp> complaints_until(const Part&, Milliseconds window);

}  // namespace gh::orders
