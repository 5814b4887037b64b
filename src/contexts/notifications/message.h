// Making a message of an event's words. Pure.
#pragma once
#include "base/error.h"
#include "contexts/notifications/types.h"

namespace gh::notifications {

struct Shop {
  std::string name;
  std::string url;  // without a slash at the end
  Locale locale = Locale::en;
};

// The placeholders are the event's or common ones, with the event's formats or none; optional keys stand in their section.
// template_invalid with the pointer /subject or /text.
Result<void> check_words(const Event& event, std::string_view subject, std::string_view text);

// The words must have passed check_words. unsubscribe: an address, or empty.
Rendered render(const Event& event, Locale locale, const WordsInput& words, std::map<std::string, std::string> data, const Shop& shop,
                const std::string& unsubscribe);

// Title and text of the list; secrets are left out.
InboxNotice list_form(const Event& event, Locale locale, const WordsInput& words, std::map<std::string, std::string> data,
                      const Shop& shop);

std::map<std::string, std::string> sample_data(const Event& event);

// Paragraphs and links; everything else is escaped.
std::string html_of(std::string_view text);

}  // namespace gh::notifications
