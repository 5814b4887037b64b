// Which event tells whom, how, and with which data: the one table. A row is added together with its words in every language
// (words_en.cc, words_es.cc).
#pragma once
#include <string_view>
#include <vector>

#include "contexts/notifications/locale.h"

namespace gh::notifications {

// To whom a notice of the event goes. operators: nobody in particular; the notice names no user and no address.
enum class Audience { customer, farmer, user, operators };
BOOST_DESCRIBE_ENUM(Audience, customer, farmer, user, operators)

enum class Channel { email, in_app };
BOOST_DESCRIBE_ENUM(Channel, email, in_app)

struct Key {
  std::string_view name;
  std::string_view sample;  // for previews, in the form in which the context sends it
  Format format = Format::text;
  bool optional = false;  // may be missing; the words show it inside {?key} … {/key} only
  bool secret = false;    // of a link that signs somebody in: shown by no preview, kept in no list
};

struct Event {
  std::string_view name;
  Audience audience = Audience::user;
  bool mandatory = false;  // cannot be switched off: it is about money, safety or the account itself
  std::vector<Channel> channels{Channel::email, Channel::in_app};
  std::string_view link;  // below the shop's address, with placeholders; empty: none
  std::vector<Key> keys;
};

const std::vector<Event>& events();
// nullptr: there is none of this name.
const Event* find_event(std::string_view name);
bool uses(const Event& event, Channel channel);

struct Words {
  std::string_view event;
  std::string_view label;    // what the choice is called
  std::string_view subject;  // of the mail, title in the list
  std::string_view text;     // without greeting and end
};
const Words* words_of(std::string_view event, Locale locale);

// The frame of a mail in this language, a template: {name}, {text}, {shop_name}, {shop_url}, {unsubscribe}.
std::string_view frame_of(Locale locale);

// Keys that every template may use besides the event's own.
const std::vector<Key>& common_keys();

}  // namespace gh::notifications
