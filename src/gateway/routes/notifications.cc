#include "gateway/routes/notifications.h"

#include "contexts/notifications/errors.h"
#include "gateway/routes/if_any.h"
#include "platform/json/fields.h"

namespace gh::gateway {

namespace {

using json::None;
using notifications::Audience;

struct NoticeListQuery {
  json::PageLimit limit;
  json::Cursor cursor;
};
BOOST_DESCRIBE_STRUCT(NoticeListQuery, (), (limit, cursor))

struct NoticeList {
  std::vector<notifications::InboxNotice> items;
  std::optional<std::string> next_cursor;
  std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(NoticeList, (), (items, next_cursor, unread))

struct NoticePath {
  notifications::NoticeId id;
};
BOOST_DESCRIBE_STRUCT(NoticePath, (), (id))

using EventName = json::Text<1, 80>;

struct ChoicesInput {
  std::optional<notifications::Locale> locale;
  json::List<EventName, 0, 100> off;
};
BOOST_DESCRIBE_STRUCT(ChoicesInput, (), (locale, off))

struct UnsubscribePath {
  std::string token;
};
BOOST_DESCRIBE_STRUCT(UnsubscribePath, (), (token))

struct TemplatePath {
  std::string event;
  notifications::Locale locale = notifications::Locale::en;
};
BOOST_DESCRIBE_STRUCT(TemplatePath, (), (event, locale))

struct TemplateList {
  std::vector<notifications::TemplateView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(TemplateList, (), (items, next_cursor))

using Subject = json::Text<1, notifications::subject_characters_max>;
using Body = json::LongText<1, notifications::text_characters_max>;

struct TemplateInput {
  Subject subject;
  Body text;
  json::Bounded<std::int64_t, 0, 1'000'000'000> version;  // of the words that were read
};
BOOST_DESCRIBE_STRUCT(TemplateInput, (), (subject, text, version))

struct PreviewInput {
  std::optional<Subject> subject;
  std::optional<Body> text;
};
BOOST_DESCRIBE_STRUCT(PreviewInput, (), (subject, text))

struct SuppressionInput {
  json::Email email;
  json::Text<1, 200> reason;
};
BOOST_DESCRIBE_STRUCT(SuppressionInput, (), (email, reason))

struct SuppressionPath {
  notifications::SuppressionId id;
};
BOOST_DESCRIBE_STRUCT(SuppressionPath, (), (id))

struct SuppressionList {
  std::vector<notifications::Suppression> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SuppressionList, (), (items, next_cursor))

RouteSpec choice_spec(net::Method method, std::string path, std::string id, std::string summary, Roles roles,
                      std::vector<const ErrorKind*> errors = {}) {
  return {.method = method,
          .path = "/api/v1" + std::move(path),
          .operation_id = std::move(id),
          .summary = std::move(summary),
          .context = "notifications",
          .roles = roles,
          .rate = method == net::Method::get ? RateGroup::browse : RateGroup::write,
          .errors = std::move(errors)};
}

// What somebody of this role can be told of.
std::vector<Audience> audiences_of(identity::Role role) {
  switch (role) {
    case identity::Role::admin:
      return {Audience::user, Audience::customer, Audience::farmer};
    case identity::Role::farmer:
      return {Audience::user, Audience::customer, Audience::farmer};
    default:
      return {Audience::user, Audience::customer};
  }
}

void list_routes(RouteTable& table, notifications::Service& service) {
  table.add<Input<None, NoticeListQuery>, NoticeList>(
      choice_spec(net::Method::get, "/me/notices", "listNotices",
                  "What the caller was told, newest first, with how many they have not read.", signed_in, {&gh::errors::bad_cursor}),
      [&service](const Call& call, Input<None, NoticeListQuery> in) -> Task<Result<Reply<NoticeList>>> {
        GH_CO_TRY(auto page, co_await service.inbox(*call.caller.user, in.query.limit.value(), in.query.cursor.value()));
        co_return NoticeList{.items = std::move(page.items), .next_cursor = if_any(std::move(page.next_cursor)), .unread = page.unread};
      });
  table.add<Input<NoticePath>, notifications::InboxNotice>(
      choice_spec(net::Method::post, "/me/notices/{id}/read", "readNotice", "The caller has read this.", signed_in,
                  {&gh::errors::not_found}),
      [&service](const Call& call, Input<NoticePath> in) -> Task<Result<Reply<notifications::InboxNotice>>> {
        co_return co_await service.mark_read(*call.caller.user, std::move(in.path.id));
      });
  auto all = choice_spec(net::Method::post, "/me/notices/read", "readAllNotices", "The caller has read everything.", signed_in);
  all.success_status = 204;
  table.add<Input<>, None>(std::move(all), [&service](const Call& call, Input<>) -> Task<Result<Reply<None>>> {
    GH_CO_CHECK(co_await service.mark_all_read(*call.caller.user));
    co_return Reply<None>(None{});
  });
}

void choice_routes(RouteTable& table, notifications::Service& service) {
  table.add<Input<>, notifications::ChoicesView>(
      choice_spec(net::Method::get, "/me/notifications", "getNotificationChoices",
                  "What the caller can be told by mail, and what of it they want; the language of all of it.", signed_in),
      [&service](const Call& call, Input<>) -> Task<Result<Reply<notifications::ChoicesView>>> {
        co_return co_await service.choices({call.caller.user, ""}, audiences_of(call.caller.role));
      });
  table.add<Input<None, None, ChoicesInput>, notifications::ChoicesView>(
      choice_spec(net::Method::put, "/me/notifications", "putNotificationChoices",
                  "The language, and all events that are not to come by mail.", signed_in, {&notifications::errors::mandatory_notice}),
      [&service](const Call& call, Input<None, None, ChoicesInput> in) -> Task<Result<Reply<notifications::ChoicesView>>> {
        std::vector<std::string> off;
        for (const auto& event : in.body.off) off.push_back(event.value());
        co_return co_await service.choose({call.caller.user, ""}, audiences_of(call.caller.role), in.body.locale, std::move(off));
      });
  const std::vector<const ErrorKind*> errors{&notifications::errors::unsubscribe_link};
  table.add<Input<UnsubscribePath>, notifications::Choice>(
      choice_spec(net::Method::get, "/notifications/unsubscribe/{token}", "getSubscription",
                  "What the link of a mail is about; nothing changes (mail filters open links).", anyone, errors),
      [&service](const Call&, Input<UnsubscribePath> in) -> Task<Result<Reply<notifications::Choice>>> {
        co_return co_await service.subscription(std::move(in.path.token));
      });
  auto post = choice_spec(net::Method::post, "/notifications/unsubscribe/{token}", "unsubscribe",
                          "No more mails of this kind, with one click (RFC 8058); whatever the body says.", anyone, errors);
  post.ignores_body = true;
  table.add<Input<UnsubscribePath>, notifications::Choice>(
      std::move(post), [&service](const Call&, Input<UnsubscribePath> in) -> Task<Result<Reply<notifications::Choice>>> {
        co_return co_await service.unsubscribe(std::move(in.path.token));
      });
}

void template_routes(RouteTable& table, notifications::Service& service) {
  constexpr std::string_view one = "/admin/notification-templates/{event}/{locale}";
  const std::string path(one);
  table.add<Input<None, NoticeListQuery>, TemplateList>(
      choice_spec(net::Method::get, "/admin/notification-templates", "listNotificationTemplates",
                  "The words of every event in every language, all at once.", admins, {&gh::errors::bad_cursor}),
      [&service](const Call&, Input<None, NoticeListQuery> in) -> Task<Result<Reply<TemplateList>>> {
        if (!in.query.cursor.empty()) co_return fail(gh::errors::bad_cursor);
        GH_CO_TRY(auto all, co_await service.templates());
        co_return TemplateList{.items = std::move(all), .next_cursor = std::nullopt};
      });
  table.add<Input<TemplatePath>, notifications::TemplateView>(
      choice_spec(net::Method::get, path, "getNotificationTemplate", "The words of one event, and the placeholders that they may use.",
                  admins),
      [&service](const Call&, Input<TemplatePath> in) -> Task<Result<Reply<notifications::TemplateView>>> {
        co_return co_await service.find_template(std::move(in.path.event), in.path.locale);
      });
  table.add<Input<TemplatePath, None, TemplateInput>, notifications::TemplateView>(
      choice_spec(net::Method::put, path, "putNotificationTemplate",
                  "Other words than the built-in ones. version: of the words that were read.", admins,
                  {&notifications::errors::template_invalid, &ports::errors::version_conflict}),
      [&service](const Call& call, Input<TemplatePath, None, TemplateInput> in) -> Task<Result<Reply<notifications::TemplateView>>> {
        co_return co_await service.edit_template(*call.caller.user, std::move(in.path.event), in.path.locale,
                                                 {in.body.subject.value(), in.body.text.value()}, in.body.version.value());
      });
  table.add<Input<TemplatePath>, notifications::TemplateView>(
      choice_spec(net::Method::del, path, "resetNotificationTemplate", "Back to the built-in words.", admins),
      [&service](const Call&, Input<TemplatePath> in) -> Task<Result<Reply<notifications::TemplateView>>> {
        co_return co_await service.reset_template(std::move(in.path.event), in.path.locale);
      });
  table.add<Input<TemplatePath, None, PreviewInput>, notifications::Rendered>(
      choice_spec(net::Method::post, path + "/preview", "previewNotificationTemplate",
                  "The mail with sample data: of the words in the body, else of those in force. Sends nothing.", admins,
                  {&notifications::errors::template_invalid}),
      [&service](const Call&, Input<TemplatePath, None, PreviewInput> in) -> Task<Result<Reply<notifications::Rendered>>> {
        co_return co_await service.preview(std::move(in.path.event), in.path.locale,
                                           in.body.subject ? std::optional(in.body.subject->value()) : std::nullopt,
                                           in.body.text ? std::optional(in.body.text->value()) : std::nullopt);
      });
}

void suppression_routes(RouteTable& table, notifications::Service& service) {
  table.add<Input<None, NoticeListQuery>, SuppressionList>(
      choice_spec(net::Method::get, "/admin/suppressions", "listSuppressions", "Addresses that get no mail, newest first.", admins,
                  {&gh::errors::bad_cursor}),
      [&service](const Call&, Input<None, NoticeListQuery> in) -> Task<Result<Reply<SuppressionList>>> {
        GH_CO_TRY(auto page, co_await service.suppressions(in.query.limit.value(), in.query.cursor.value()));
        co_return SuppressionList{.items = std::move(page.first), .next_cursor = if_any(std::move(page.second))};
      });
  auto add = choice_spec(net::Method::post, "/admin/suppressions", "suppressAddress",
                         "No mail at all to this address: it bounces, or its owner complained.", admins);
  add.success_status = 201;
  table.add<Input<None, None, SuppressionInput>, notifications::Suppression>(
      std::move(add), [&service](const Call&, Input<None, None, SuppressionInput> in) -> Task<Result<Reply<notifications::Suppression>>> {
        GH_CO_TRY(auto suppression, co_await service.suppress(in.body.email.value(), in.body.reason.value()));
        Reply<notifications::Suppression> reply(std::move(suppression));
        reply.head.add("Location", "/api/v1/admin/suppressions/" + reply.value.id.text());
        co_return reply;
      });
  auto remove = choice_spec(net::Method::del, "/admin/suppressions/{id}", "unsuppressAddress", "Mail to this address again.", admins,
                            {&gh::errors::not_found});
  remove.success_status = 204;
  table.add<Input<SuppressionPath>, None>(std::move(remove),
                                          [&service](const Call&, Input<SuppressionPath> in) -> Task<Result<Reply<None>>> {
                                            GH_CO_CHECK(co_await service.unsuppress(std::move(in.path.id)));
                                            co_return Reply<None>(None{});
                                          });
}

}  // namespace

void notification_routes(RouteTable& table, notifications::Service& notifications) {
  list_routes(table, notifications);
  choice_routes(table, notifications);
  template_routes(table, notifications);
  suppression_routes(table, notifications);
}

}  // namespace gh::gateway
