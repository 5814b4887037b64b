#include "contexts/notifications/store.h"

#include "platform/crypto/sha256.h"

namespace gh::notifications {

namespace {

std::string small_letters(std::string_view email) {
  std::string out(email);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

ChoicesCollection open_choices(ports::Documents& documents) {
  return ChoicesCollection(documents, {"notification_choices", {}}, [](const Choices&) { return ChoicesCollection::Keys{}; });
}

InboxCollection open_inboxes(ports::Documents& documents) {
  return InboxCollection(documents, {"notification_inboxes", {}}, [](const Inbox&) { return InboxCollection::Keys{}; });
}

SuppressionCollection open_suppressions(ports::Documents& documents) {
  ports::CollectionSpec spec{"notification_suppressions", {{std::string(indexes::created)}}};
  return SuppressionCollection(documents, std::move(spec),
                               [](const Suppression& one) { return SuppressionCollection::Keys{ports::sortable(one.created.ms)}; });
}

EditCollection open_edits(ports::Documents& documents) {
  return EditCollection(documents, {"notification_templates", {}}, [](const Edit&) { return EditCollection::Keys{}; });
}

ChoicesId choices_id(const Chooser& chooser) {
  if (chooser.user) return crypto::derive_id<ChoicesId>("choices of a user", chooser.user->text());
  return crypto::derive_id<ChoicesId>("choices of an address", small_letters(chooser.email));
}

SuppressionId suppression_id(std::string_view email) { return crypto::derive_id<SuppressionId>("suppression", small_letters(email)); }

EditId edit_id(std::string_view event, Locale locale) {
  return crypto::derive_id<EditId>("notification template", event, json::enum_name(locale));
}

}  // namespace gh::notifications
