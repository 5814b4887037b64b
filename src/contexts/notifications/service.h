// What others may ask of notifications. One per process, callable from any thread; outlives its calls.
#pragma once
#include "contexts/notifications/inbox_writer.h"
#include "contexts/notifications/message.h"
#include "contexts/notifications/store.h"
#include "contexts/notifications/unsubscribe.h"
#include "platform/notices/notice.h"
#include "platform/ports/mail.h"

namespace gh::notifications {

struct Options {
  Shop shop;
  std::string secret;  // signs the links to unsubscribe
};

class Service {
 public:
  // With the token behind it: for the mail program, which asks by POST (List-Unsubscribe, RFC 8058), and for people, who see what they do.
  static constexpr std::string_view unsubscribe_path = "/api/v1/notifications/unsubscribe/";
  static constexpr std::string_view unsubscribe_page = "/unsubscribe/";

  Service(ports::Documents& documents, ports::Mail& mail, const Clock& clock, Options options);
  Result<void> opened() const;

  // Tells one recipient: the list first, then the mail, unless their choices or the suppressed addresses forbid it. Again with the same
  // fact: nothing is told twice. fact: unique name of what happened. An address that is refused for good is suppressed. unknown_event.
  Task<Result<void>> tell(notices::Notice notice, std::string fact, Recipient recipient);

  // of: only events of these audiences.
  Task<Result<ChoicesView>> choices(Chooser chooser, std::vector<Audience> of) const;
  // off: events that are not to come by mail. mandatory_notice, invalid_input (an event that is not among the audience's).
  Task<Result<ChoicesView>> choose(Chooser chooser, std::vector<Audience> of, std::optional<Locale> locale,
                                   std::vector<std::string> off) const;
  // The language of somebody who has not chosen one.
  Task<Result<void>> learn_locale(UserId user, Locale locale) const;

  // What a link to unsubscribe is about: unsubscribe_link. unsubscribe: again, nothing.
  Task<Result<Choice>> subscription(std::string token) const;
  Task<Result<Choice>> unsubscribe(std::string token) const;

  // Newest first. bad_cursor.
  Task<Result<InboxPage>> inbox(UserId user, int limit, std::string cursor) const;
  // not_found; again: nothing.
  Task<Result<InboxNotice>> mark_read(UserId user, NoticeId notice) const;
  Task<Result<void>> mark_all_read(UserId user) const;

  // Admins.
  Task<Result<std::vector<TemplateView>>> templates() const;
  Task<Result<TemplateView>> find_template(std::string event, Locale locale) const;
  // version: of the words that were read; another one is version_conflict. template_invalid.
  Task<Result<TemplateView>> edit_template(UserId by, std::string event, Locale locale, WordsInput words, std::int64_t version) const;
  // Back to the built-in words.
  Task<Result<TemplateView>> reset_template(std::string event, Locale locale) const;
  // With sample data; words that are not given are those in force. template_invalid.
  Task<Result<Rendered>> preview(std::string event, Locale locale, std::optional<std::string> subject,
                                 std::optional<std::string> text) const;

  Task<Result<Suppression>> suppress(std::string email, std::string reason) const;
  Task<Result<void>> unsuppress(SuppressionId id) const;
  // Newest first; the second is the next cursor.
  Task<Result<std::pair<std::vector<Suppression>, std::string>>> suppressions(int limit, std::string cursor) const;

 private:
  Task<Result<void>> send(const Event& event, Locale locale, WordsInput words, notices::Notice notice, std::string fact,
                          Recipient recipient) const;
  Task<Result<WordsInput>> words_in_force(std::string event, Locale locale) const;
  template <class Change>
  Task<Result<Choices>> change_choices(ChoicesId id, Change change) const;

  ChoicesCollection choices_;
  InboxCollection inboxes_;
  InboxWriter inbox_writer_{inboxes_};
  SuppressionCollection suppressions_;
  EditCollection edits_;
  ports::Mail& mail_;
  const Clock& clock_;
  const Shop shop_;
  const UnsubscribeTokens tokens_;
};

}  // namespace gh::notifications
