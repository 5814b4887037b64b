// The collections of notifications.
#pragma once
#include "contexts/notifications/types.h"
#include "platform/documents/collection.h"

namespace gh::notifications {

using ChoicesCollection = Collection<Choices>;
using InboxCollection = Collection<Inbox>;
using SuppressionCollection = Collection<Suppression>;
using EditCollection = Collection<Edit>;

namespace indexes {
inline constexpr std::string_view created = "created";  // of suppressions
}  // namespace indexes

ChoicesCollection open_choices(ports::Documents& documents);
InboxCollection open_inboxes(ports::Documents& documents);
SuppressionCollection open_suppressions(ports::Documents& documents);
EditCollection open_edits(ports::Documents& documents);

ChoicesId choices_id(const Chooser& chooser);
SuppressionId suppression_id(std::string_view email);
EditId edit_id(std::string_view event, Locale locale);

}  // namespace gh::notifications
