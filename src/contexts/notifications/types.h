// What is stored of notifications, and what the service takes and gives. Plain described structs; the stored form is their JSON.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "contexts/notifications/events.h"

namespace gh::notifications {

struct NoticeTag {
  static constexpr std::string_view prefix = "ntc";
};
using NoticeId = Id<NoticeTag>;
struct ChoicesTag {
  static constexpr std::string_view prefix = "nch";
};
using ChoicesId = Id<ChoicesTag>;  // derived from the user, or from the address of a guest
struct SuppressionTag {
  static constexpr std::string_view prefix = "sup";
};
using SuppressionId = Id<SuppressionTag>;  // derived from the address
struct EditTag {
  static constexpr std::string_view prefix = "nte";
};
using EditId = Id<EditTag>;  // derived from the event and the language

inline constexpr std::size_t inbox_max = 100;  // notices of one user's list; the oldest goes
inline constexpr std::size_t subject_characters_max = 200;
inline constexpr std::size_t text_characters_max = 5000;

struct Choices {
  ChoicesId id;
  std::optional<Locale> locale;
  std::vector<std::string> off;  // events, ascending
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(Choices, (), (id, locale, off, updated))

struct InboxNotice {
  NoticeId id;  // derived from the fact's: told twice, it is there once
  std::string event;
  std::string title;
  std::string text;
  std::string link;  // below the shop's address; empty: none
  Timestamp at;
  std::optional<Timestamp> read;
};
BOOST_DESCRIBE_STRUCT(InboxNotice, (), (id, event, title, text, link, at, read))

// Newest last.
struct Inbox {
  UserId id;
  std::vector<InboxNotice> notices;
};
BOOST_DESCRIBE_STRUCT(Inbox, (), (id, notices))

// An address that gets no mail at all: it bounces, or its owner complained.
struct Suppression {
  SuppressionId id;
  std::string email;
  std::string reason;
  Timestamp created;
};
BOOST_DESCRIBE_STRUCT(Suppression, (), (id, email, reason, created))

// An admin's words in the place of the built-in ones.
struct Edit {
  EditId id;
  std::string event;
  Locale locale = Locale::en;
  std::string subject;
  std::string text;
  std::optional<UserId> edited_by;
  Timestamp updated;
};
BOOST_DESCRIBE_STRUCT(Edit, (), (id, event, locale, subject, text, edited_by, updated))

// Who is told, as the flow found it.
struct Recipient {
  std::optional<UserId> user;
  std::string email;  // empty: only the list
  std::string name;
};

// Whose choices: a user's, or a guest's by their address.
struct Chooser {
  std::optional<UserId> user;
  std::string email;
};

struct Choice {
  std::string event;
  std::string label;
  bool mandatory = false;
  bool on = true;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (event, label, mandatory, on))

struct ChoicesView {
  Locale locale = Locale::en;
  std::vector<Choice> events;
};
BOOST_DESCRIBE_STRUCT(ChoicesView, (), (locale, events))

struct InboxPage {
  std::vector<InboxNotice> items;
  std::string next_cursor;
  std::int64_t unread = 0;  // of the whole list
};

struct Rendered {
  std::string subject;
  std::string text;  // with greeting and end
  std::string html;
};
BOOST_DESCRIBE_STRUCT(Rendered, (), (subject, text, html))

struct TemplateView {
  std::string event;
  Locale locale = Locale::en;
  std::string subject;
  std::string text;
  bool edited = false;
  std::int64_t version = 0;  // of the edit; 0: the built-in words
  std::vector<std::string> placeholders;
};
BOOST_DESCRIBE_STRUCT(TemplateView, (), (event, locale, subject, text, edited, version, placeholders))

struct WordsInput {
  std::string subject;
  std::string text;
};

}  // namespace gh::notifications
