// The part of the service that admins work with: the words of each event in each language.
#include "base/errors.h"
#include "contexts/notifications/errors.h"
#include "contexts/notifications/service.h"

namespace gh::notifications {

namespace {

std::vector<std::string> placeholders_of(const Event& event) {
  std::vector<std::string> all;
  for (const auto* keys : {&event.keys, &common_keys()}) {
    for (const auto& key : *keys) {
      auto text = "{" + std::string(key.name);
      if (key.format != Format::text) text += "|" + std::string(json::enum_name(key.format));
      all.push_back(text + "}");
    }
  }
  return all;
}

Result<const Event*> event_of(const std::string& name, Locale locale) {
  const auto* event = find_event(name);
  if (event == nullptr || words_of(name, locale) == nullptr) return fail(gh::errors::not_found);
  return event;
}

TemplateView built_in(const Event& event, Locale locale) {
  const auto* words = words_of(event.name, locale);
  return {.event = std::string(event.name),
          .locale = locale,
          .subject = std::string(words->subject),
          .text = std::string(words->text),
          .edited = false,
          .version = 0,
          .placeholders = placeholders_of(event)};
}

TemplateView edited(const Event& event, const Versioned<Edit>& edit) {
  auto view = built_in(event, edit.value.locale);
  view.subject = edit.value.subject;
  view.text = edit.value.text;
  view.edited = true;
  view.version = edit.version;
  return view;
}

}  // namespace

Task<Result<std::vector<TemplateView>>> Service::templates() const {
  std::vector<TemplateView> all;
  for (const auto& event : events()) {
    for (const auto locale : locales) {
      GH_CO_TRY(auto view, co_await find_template(std::string(event.name), locale));
      all.push_back(std::move(view));
    }
  }
  co_return all;
}

Task<Result<TemplateView>> Service::find_template(std::string name, Locale locale) const {
  GH_CO_TRY(const auto* event, event_of(name, locale));
  GH_CO_TRY(const auto edit, co_await edits_.get(edit_id(name, locale)));
  co_return edit ? edited(*event, *edit) : built_in(*event, locale);
}

Task<Result<TemplateView>> Service::edit_template(UserId by, std::string name, Locale locale, WordsInput words,
                                                  std::int64_t version) const {
  GH_CO_TRY(const auto* event, event_of(name, locale));
  GH_CO_CHECK(check_words(*event, words.subject, words.text));
  Edit edit{.id = edit_id(name, locale),
            .event = std::move(name),
            .locale = locale,
            .subject = std::move(words.subject),
            .text = std::move(words.text),
            .edited_by = std::move(by),
            .updated = clock_.now()};
  GH_CO_TRY(const auto before, co_await edits_.get(edit.id));
  if ((before ? before->version : 0) != version) co_return fail(ports::errors::version_conflict);
  auto written = before ? co_await edits_.replace(*before, std::move(edit)) : co_await edits_.insert(std::move(edit));
  if (!written && written.error().is(ports::errors::duplicate_key)) co_return fail(ports::errors::version_conflict);
  if (!written) co_return fail(std::move(written).error());
  co_return edited(*event, *written);
}

Task<Result<TemplateView>> Service::reset_template(std::string name, Locale locale) const {
  GH_CO_TRY(const auto* event, event_of(name, locale));
  GH_CO_TRY(const auto edit, co_await edits_.get(edit_id(name, locale)));
  if (edit) GH_CO_CHECK(co_await edits_.erase(edit->value.id, edit->version));
  co_return built_in(*event, locale);
}

Task<Result<Rendered>> Service::preview(std::string name, Locale locale, std::optional<std::string> subject,
                                        std::optional<std::string> text) const {
  GH_CO_TRY(const auto* event, event_of(name, locale));
  GH_CO_TRY(auto words, co_await words_in_force(name, locale));
  if (subject) words.subject = *std::move(subject);
  if (text) words.text = *std::move(text);
  GH_CO_CHECK(check_words(*event, words.subject, words.text));
  const auto unsubscribe = event->mandatory ? std::string() : shop_.url + std::string(unsubscribe_page) + "sample";
  co_return render(*event, locale, words, sample_data(*event), shop_, unsubscribe);
}

}  // namespace gh::notifications
