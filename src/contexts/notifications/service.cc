#include "contexts/notifications/service.h"

#include "base/errors.h"
#include "contexts/notifications/errors.h"
#include "platform/crypto/sha256.h"

namespace gh::notifications {

namespace {

constexpr std::size_t message_id_bytes_max = 100;

std::string label_of(const Event& event, Locale locale) {
  const auto* words = words_of(event.name, locale);
  return std::string(words == nullptr ? event.name : words->label);
}

bool contains(const std::vector<std::string>& all, std::string_view one) { return std::ranges::find(all, one) != all.end(); }

constexpr std::string_view refused_reason = "The mail server refused it: ";

// Facts are named by their contexts; a mail's id has a bound.
std::string message_id(const std::string& fact) {
  return fact.size() <= message_id_bytes_max ? fact : crypto::derive_id<NoticeId>("message", fact).text();
}

}  // namespace

Service::Service(ports::Documents& documents, ports::Mail& mail, const Clock& clock, Options options)
    : choices_(open_choices(documents)),
      inboxes_(open_inboxes(documents)),
      suppressions_(open_suppressions(documents)),
      edits_(open_edits(documents)),
      mail_(mail),
      clock_(clock),
      shop_(std::move(options.shop)),
      tokens_(options.secret) {}

Result<void> Service::opened() const {
  for (const auto& opened : {choices_.opened(), inboxes_.opened(), suppressions_.opened(), edits_.opened()}) GH_CHECK(opened);
  return {};
}

Task<Result<void>> Service::tell(notices::Notice notice, std::string fact, Recipient recipient) {
  const auto* event = find_event(notice.event);
  if (event == nullptr) co_return fail(errors::unknown_event, "no template for the event " + notice.event);
  const Chooser chooser{recipient.user, recipient.email};
  GH_CO_TRY(const auto chosen, co_await choices_.get(choices_id(chooser)));
  auto locale = locale_of(notice.locale);
  if (!locale && chosen) locale = chosen->value.locale;
  GH_CO_TRY(auto words, co_await words_in_force(notice.event, locale.value_or(shop_.locale)));
  notice.data.emplace("name", recipient.name);
  if (recipient.user && uses(*event, Channel::in_app)) {
    auto in_list = list_form(*event, locale.value_or(shop_.locale), words, notice.data, shop_);
    in_list.id = crypto::derive_id<NoticeId>("notice", fact);
    in_list.at = clock_.now();
    GH_CO_CHECK(co_await inbox_writer_.put(*recipient.user, std::move(in_list)));
  }
  const bool switched_off = !event->mandatory && chosen && contains(chosen->value.off, event->name);
  if (recipient.email.empty() || !uses(*event, Channel::email) || switched_off) co_return Result<void>{};
  GH_CO_TRY(const auto suppressed, co_await suppressions_.get(suppression_id(recipient.email)));
  if (suppressed) co_return Result<void>{};
  co_return co_await send(*event, locale.value_or(shop_.locale), std::move(words), std::move(notice), std::move(fact),
                          std::move(recipient));
}

Task<Result<void>> Service::send(const Event& event, Locale locale, WordsInput words, notices::Notice notice, std::string fact,
                                 Recipient recipient) const {
  std::string one_click, page;
  if (!event.mandatory) {
    const auto token = tokens_.make({choices_id({recipient.user, recipient.email}), std::string(event.name)});
    one_click = shop_.url + std::string(unsubscribe_path) + token;
    page = shop_.url + std::string(unsubscribe_page) + token;
  }
  auto rendered = render(event, locale, words, std::move(notice.data), shop_, page);
  const auto sent = co_await mail_.send({.id = message_id(fact),
                                         .to = recipient.email,
                                         .subject = std::move(rendered.subject),
                                         .text = std::move(rendered.text),
                                         .html = std::move(rendered.html),
                                         .unsubscribe = std::move(one_click)});
  if (sent || !sent.error().is(ports::errors::recipient_refused)) co_return sent;
  GH_CO_CHECK(co_await suppress(std::move(recipient.email), std::string(refused_reason) + sent.error().detail()));
  co_return Result<void>{};
}

Task<Result<WordsInput>> Service::words_in_force(std::string event, Locale locale) const {
  GH_CO_TRY(auto edit, co_await edits_.get(edit_id(event, locale)));
  if (edit) co_return WordsInput{std::move(edit->value.subject), std::move(edit->value.text)};
  const auto* words = words_of(event, locale);
  if (words == nullptr) co_return fail(errors::unknown_event, "no words for the event " + event);
  co_return WordsInput{std::string(words->subject), std::string(words->text)};
}

Task<Result<ChoicesView>> Service::choices(Chooser chooser, std::vector<Audience> of) const {
  GH_CO_TRY(const auto chosen, co_await choices_.get(choices_id(chooser)));
  ChoicesView view{.locale = shop_.locale, .events = {}};
  if (chosen && chosen->value.locale) view.locale = *chosen->value.locale;
  for (const auto& event : events()) {
    if (std::ranges::find(of, event.audience) == of.end() || !uses(event, Channel::email)) continue;
    const bool on = event.mandatory || !chosen || !contains(chosen->value.off, event.name);
    view.events.push_back({std::string(event.name), label_of(event, view.locale), event.mandatory, on});
  }
  co_return view;
}

Task<Result<ChoicesView>> Service::choose(Chooser chooser, std::vector<Audience> of, std::optional<Locale> locale,
                                          std::vector<std::string> off) const {
  for (std::size_t i = 0; i < off.size(); ++i) {
    const auto* event = find_event(off[i]);
    const auto pointer = "/off/" + std::to_string(i);
    if (event == nullptr || std::ranges::find(of, event->audience) == of.end()) {
      Error error(gh::errors::invalid);
      error.field(pointer, "unknown_event", "GET /api/v1/me/notifications lists the events.");
      co_return fail(std::move(error));
    }
    if (event->mandatory) {
      Error error(errors::mandatory_notice);
      error.field(pointer, "mandatory", "This message is about your account, your money or your safety.");
      co_return fail(std::move(error));
    }
  }
  std::ranges::sort(off);
  off.erase(std::ranges::unique(off).begin(), off.end());
  GH_CO_CHECK(co_await change_choices(choices_id(chooser), [&](Choices& choices) {
    if (locale) choices.locale = locale;
    choices.off = off;
  }));
  co_return co_await this->choices(std::move(chooser), std::move(of));
}

Task<Result<void>> Service::learn_locale(UserId user, Locale locale) const {
  if (locale == shop_.locale) co_return Result<void>{};
  GH_CO_CHECK(co_await change_choices(choices_id({std::move(user), ""}), [locale](Choices& choices) {
    if (!choices.locale) choices.locale = locale;
  }));
  co_return Result<void>{};
}

template <class Change>
Task<Result<Choices>> Service::change_choices(ChoicesId id, Change change) const {
  Choices fresh{.id = id, .locale = std::nullopt, .off = {}, .updated = clock_.now()};
  change(fresh);
  auto first = co_await choices_.insert(fresh);
  if (first) co_return std::move(first->value);
  if (!first.error().is(ports::errors::duplicate_key)) co_return fail(std::move(first).error());
  GH_CO_TRY(auto stored, co_await choices_.update(std::move(id), [&](Choices& choices, ChoicesCollection::Outbox&) -> Result<void> {
    change(choices);
    choices.updated = clock_.now();
    return {};
  }));
  co_return std::move(stored.value);
}

Task<Result<Choice>> Service::subscription(std::string token) const {
  const auto what = tokens_.read(token);
  const auto* event = what ? find_event(what->event) : nullptr;
  if (event == nullptr) co_return fail(errors::unsubscribe_link);
  GH_CO_TRY(const auto chosen, co_await choices_.get(what->choices));
  const auto locale = chosen && chosen->value.locale ? *chosen->value.locale : shop_.locale;
  co_return Choice{what->event, label_of(*event, locale), event->mandatory, !chosen || !contains(chosen->value.off, what->event)};
}

Task<Result<Choice>> Service::unsubscribe(std::string token) const {
  GH_CO_TRY(auto choice, co_await subscription(token));
  if (!choice.on || choice.mandatory) co_return choice;
  const auto what = tokens_.read(token);
  GH_CO_CHECK(co_await change_choices(what->choices, [&](Choices& choices) {
    if (contains(choices.off, what->event)) return;
    choices.off.push_back(what->event);
    std::ranges::sort(choices.off);
  }));
  choice.on = false;
  co_return choice;
}

Task<Result<InboxPage>> Service::inbox(UserId user, int limit, std::string cursor) const {
  GH_CO_TRY(const auto found, co_await inboxes_.get(std::move(user)));
  InboxPage page;
  if (!found) {
    if (!cursor.empty()) co_return fail(gh::errors::bad_cursor);
    co_return page;
  }
  const auto& notices = found->value.notices;
  page.unread = std::ranges::count_if(notices, [](const auto& notice) { return !notice.read; });
  // The cursor is the last notice that was seen; it may have left the list since.
  auto end = notices.size();
  if (!cursor.empty()) {
    if (!NoticeId::parse(cursor)) co_return fail(gh::errors::bad_cursor);
    end = 0;
    for (std::size_t at = 0; at < notices.size(); ++at) {
      if (notices[at].id.text() == cursor) end = at;
    }
  }
  while (end > 0 && page.items.size() < static_cast<std::size_t>(limit)) page.items.push_back(notices[--end]);
  if (end > 0) page.next_cursor = page.items.back().id.text();
  co_return page;
}

Task<Result<InboxNotice>> Service::mark_read(UserId user, NoticeId notice) const {
  GH_CO_TRY(const auto stored, co_await inboxes_.update(std::move(user), [&](Inbox& inbox, InboxCollection::Outbox&) -> Result<void> {
    const auto found = std::ranges::find(inbox.notices, notice, &InboxNotice::id);
    if (found == inbox.notices.end()) return fail(gh::errors::not_found);
    if (!found->read) found->read = clock_.now();
    return {};
  }));
  co_return *std::ranges::find(stored.value.notices, notice, &InboxNotice::id);
}

Task<Result<void>> Service::mark_all_read(UserId user) const {
  GH_CO_TRY(const auto found, co_await inboxes_.get(user));
  if (!found) co_return Result<void>{};
  GH_CO_CHECK(co_await inboxes_.update(std::move(user), [this](Inbox& inbox, InboxCollection::Outbox&) -> Result<void> {
    for (auto& notice : inbox.notices) {
      if (!notice.read) notice.read = clock_.now();
    }
    return {};
  }));
  co_return Result<void>{};
}

Task<Result<Suppression>> Service::suppress(std::string email, std::string reason) const {
  Suppression suppression{suppression_id(email), std::move(email), std::move(reason), clock_.now()};
  auto inserted = co_await suppressions_.insert(suppression);
  if (inserted) co_return std::move(inserted->value);
  if (!inserted.error().is(ports::errors::duplicate_key)) co_return fail(std::move(inserted).error());
  GH_CO_TRY(auto there, co_await suppressions_.require(suppression.id));
  co_return std::move(there.value);
}

Task<Result<void>> Service::unsuppress(SuppressionId id) const {
  GH_CO_TRY(const auto found, co_await suppressions_.require(id));
  co_return co_await suppressions_.erase(std::move(id), found.version);
}

Task<Result<std::pair<std::vector<Suppression>, std::string>>> Service::suppressions(int limit, std::string cursor) const {
  GH_CO_TRY(auto page, co_await suppressions_.find(indexes::created, {"", "", true}, limit, std::move(cursor)));
  std::pair<std::vector<Suppression>, std::string> out;
  for (auto& item : page.items) out.first.push_back(std::move(item.value));
  out.second = std::move(page.next);
  co_return out;
}

}  // namespace gh::notifications
