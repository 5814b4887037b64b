#include "contexts/notifications/events.h"

#include <algorithm>

#include "contexts/notifications/words.h"

namespace gh::notifications {

namespace {

constexpr auto text = Format::text;
const std::vector<Channel> both{Channel::email, Channel::in_app};
const std::vector<Channel> mail_only{Channel::email};
const std::vector<Channel> list_only{Channel::in_app};

// Keys that the events of one context share.
std::vector<Key> with(std::vector<Key> shared, std::vector<Key> more = {}) {
  shared.insert(shared.end(), more.begin(), more.end());
  return shared;
}
const std::vector<Key> farm{{"farm_name", "Millbrook Hollow Farm"}, {"farm_slug", "millbrook-hollow-farm"}};
const std::vector<Key> certificate = with(farm, {{"scheme", "usda_nop"},
                                                 {"certifier", "Oregon Tilth"},
                                                 {"number", "OT-2041"},
                                                 {"valid_to", "2026-12-31", Format::date, true},
                                                 {"anniversary", "2026-12-31", Format::date, true}});
const Key reason{"reason", "The certificate cannot be read.", text, true};

std::vector<Event> farmers_events() {
  constexpr auto to = Audience::farmer;
  constexpr std::string_view desk = "/farm", certificates = "/farm/certificates", people = "/farm/people";
  return {
      {"farmers.information_needed", to, true, both, desk, with(farm, {{"question", "Which fields are certified?"}})},
      {"farmers.farm_verified", to, true, both, desk, farm},
      {"farmers.farm_rejected", to, true, both, desk, with(farm, {reason})},
      {"farmers.claim_rejected", to, true, both, "", with(farm, {reason})},
      {"farmers.farm_paused", to, true, both, desk, with(farm, {reason})},
      {"farmers.farm_resumed", to, true, both, desk, farm},
      {"farmers.person_invited", to, true, mail_only, "/farm/join?token={token}",
       with(farm, {{"token", "a-long-secret", text, false, true}, {"expires", "2026-05-11T07:12:09.250Z", Format::time}})},
      {"farmers.person_joined", to, false, both, people, with(farm, {{"person_email", "sam@example.com"}})},
      {"farmers.person_left", to, false, both, people, with(farm, {{"person_email", "sam@example.com"}})},
      {"farmers.person_removed", to, true, both, "", farm},
      {"farmers.ownership_received", to, true, both, desk, farm},
      {"farmers.ownership_given", to, true, both, "", farm},
      {"farmers.certificate_verified", to, false, both, certificates, with(certificate, {reason})},
      {"farmers.certificate_refused", to, true, both, certificates, with(certificate, {reason})},
      {"farmers.certificate_suspended", to, true, both, certificates, with(certificate, {reason})},
      {"farmers.certificate_reinstated", to, true, both, certificates, with(certificate, {reason})},
      {"farmers.certificate_revoked", to, true, both, certificates, with(certificate, {reason})},
      {"farmers.certificate_surrendered", to, true, both, certificates, with(certificate, {reason})},
      {"farmers.certificate_ends", to, true, both, certificates,
       with(certificate, {{"due", "2026-12-31", Format::date}, {"days", "30", Format::quantity}})},
      {"farmers.certificate_update_due", to, true, both, certificates,
       with(certificate, {{"due", "2026-12-31", Format::date}, {"days", "30", Format::quantity}})},
      {"farmers.certificate_lapsed", to, true, both, certificates, certificate},
  };
}

std::vector<Event> inventory_events() {
  const Key title{"title", "Sun gold tomatoes"}, farm_name{"farm_name", "Millbrook Hollow Farm"};
  const std::string_view sku = "sku_01JB2R6T3Q0V8Y5N7K4M9P2S6W_01";
  return {
      {"inventory.low_stock", Audience::farmer, false, both, "/farm/stock/{sku}",
       with(farm, {{"sku", sku}, title, {"on_hand", "4", Format::quantity}, {"threshold", "5", Format::quantity}})},
      {"inventory.back_in_stock",
       Audience::customer,
       false,
       both,
       "/products/{slug}",
       {{"sku", sku}, title, {"slug", "sun-gold-tomatoes"}, farm_name}},
      {"inventory.farm_lot_recalled", Audience::farmer, true, both, "/farm/stock/{sku}",
       with(farm, {{"sku", sku}, {"lot_code", "T-2026-05-04"}, reason})},
      {"inventory.lot_recalled",
       Audience::customer,
       true,
       both,
       "/orders/{order}",
       {{"order", "ord_01JB2R6T3Q0V8Y5N7K4M9P2S6W"}, title, farm_name, {"lot_code", "T-2026-05-04"}, reason}},
  };
}

std::vector<Event> identity_events() {
  constexpr auto to = Audience::user;
  constexpr std::string_view account = "/account";
  const Key token{"token", "a-long-secret", text, false, true};
  const Key until{"until", "2026-05-06T07:12:09.250Z", Format::time};
  return {
      {"identity.verify_email", to, true, mail_only, "/account/verify?token={token}", {token, until}},
      {"identity.email_changed", to, true, both, account, {{"old_email", "ann@example.com"}, {"new_email", "ann@farm.example"}}},
      {"identity.password_reset", to, true, mail_only, "/account/reset?token={token}", {token, until}},
      {"identity.password_changed", to, true, both, account, {}},
      {"identity.second_factor_on", to, true, both, account, {}},
      {"identity.second_factor_off", to, true, both, account, {}},
      {"identity.second_factor_reset", to, true, both, account, {}},
      {"identity.recovery_codes_renewed", to, true, both, account, {}},
      {"identity.recovery_code_used", to, true, both, account, {{"codes_left", "9", Format::quantity}}},
      {"identity.account_disabled", to, true, mail_only, "", {{"reason", "Sold what was not theirs."}}},
      {"identity.account_enabled", to, true, mail_only, "", {}},
  };
}

std::vector<Event> orders_events() {
  constexpr auto to = Audience::customer;
  constexpr std::string_view order = "/orders/{order}";
  const std::vector<Key> of{{"order", "ord_01JB2R6T3Q0V8Y5N7K4M9P2S6W"}, {"farm_name", "Millbrook Hollow Farm", text, true}};
  const Key amount{"amount", "12.30 USD", Format::money};
  const Key said{"text", "The frost took the last of them.", text, true};
  const std::vector<Key> ordered{{"total", "12.30 USD", Format::money},
                                 {"items", "2\tSun gold tomatoes (Millbrook Hollow Farm)\t12.30 USD", Format::items}};
  const std::vector<Key> complaint{{"reason", "spoiled"}, {"text", "Brown inside."}};
  return {
      {"orders.confirmed", to, true, mail_only, order, with({of.front()}, ordered)},
      {"orders.replacement", to, true, both, order, with({of.front()}, ordered)},
      {"orders.new_order", Audience::farmer, false, both, "/farm/orders",
       with(farm, {{"order", "ord_01JB2R6T3Q0V8Y5N7K4M9P2S6W"}, {"waiting", "3", Format::quantity}})},
      {"orders.complaint_opened", Audience::farmer, true, both, "/farm/orders/{order}", with(farm, with({of.front()}, complaint))},
      {"orders.complaint_received", Audience::operators, true, mail_only, "/tower/orders/{order}",
       with({of.front(), {"farm_name", "Millbrook Hollow Farm"}}, complaint)},
      {"orders.replacement_failed", Audience::operators, true, mail_only, "/tower/orders/{order}",
       with({of.front()}, {{"farm_name", "Millbrook Hollow Farm"}})},
      {"orders.packed", to, false, both, order, of},
      {"orders.shipped", to, false, both, order, with(of, {{"carrier", "Our own van", text, true}, {"tracking", "1Z-204", text, true}})},
      {"orders.delivered", to, false, both, order, of},
      {"orders.cancelled", to, true, both, order, of},
      {"orders.items_cancelled", to, true, both, order, with(of, {amount, said})},
      {"orders.items_returned", to, true, both, order, with(of, {amount, said})},
      {"orders.refunded", to, true, both, order, with(of, {amount})},
      {"orders.complaint_answered", to, true, both, order, of},
      {"orders.complaint_resolved", to, true, both, order, of},
  };
}

std::vector<Event> operations_events() {
  return {{"operations.ended",
           Audience::user,
           false,
           list_only,
           "/operations/{operation}",
           {{"operation", "opr_01JB2R6T3Q0V8Y5N7K4M9P2S6W"},
            {"kind", "products.publish"},
            {"state", "done"},
            {"done", "120", Format::quantity},
            {"total", "120", Format::quantity},
            {"errors", "3", Format::quantity}}}};
}

}  // namespace

const std::vector<Event>& events() {
  static const std::vector<Event> table = [] {
    std::vector<Event> all;
    for (auto&& part : {farmers_events(), identity_events(), inventory_events(), orders_events(), operations_events()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return table;
}

const Event* find_event(std::string_view name) {
  const auto& table = events();
  const auto found = std::ranges::find(table, name, &Event::name);
  return found == table.end() ? nullptr : &*found;
}

bool uses(const Event& event, Channel channel) { return std::ranges::find(event.channels, channel) != event.channels.end(); }

const Words* words_of(std::string_view event, Locale locale) {
  const auto all = locale == Locale::es ? words_es() : words_en();
  const auto found = std::ranges::find(all, event, &Words::event);
  return found == all.end() ? nullptr : &*found;
}

std::string_view frame_of(Locale locale) {
  if (locale == Locale::es) {
    return "Hola{?name} {name}{/name}:\n\n{text}\n\n{shop_name}\n{shop_url}\n"
           "{?unsubscribe}\nPara no recibir más mensajes de este tipo: {unsubscribe}\n{/unsubscribe}";
  }
  return "Hello{?name} {name}{/name},\n\n{text}\n\n{shop_name}\n{shop_url}\n"
         "{?unsubscribe}\nTo stop messages of this kind: {unsubscribe}\n{/unsubscribe}";
}

const std::vector<Key>& common_keys() {
  static const std::vector<Key> keys{
      {"name", "Ada", Format::text, true}, {"shop_name", "GreenHarvest"}, {"shop_url", "https://shop.example"}};
  return keys;
}

}  // namespace gh::notifications
