// Languages, and how each writes amounts, days and quantities (after CLDR). Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

namespace gh::notifications {

enum class Locale { en, es };
BOOST_DESCRIBE_ENUM(Locale, en, es)
inline constexpr Locale locales[] = {Locale::en, Locale::es};

// "es", "es-MX", "es_ES": by the language alone.
std::optional<Locale> locale_of(std::string_view tag);
// The best of an Accept-Language header (RFC 9110, 12.5.4), if we have any of them.
std::optional<Locale> accepted_locale(std::string_view header);

// How a value of the data is shown. What the contexts send is what to_string() of base gives; text that is not of the form stays as it is.
enum class Format {
  text,
  money,     // "12.34 USD":                  $12.34, 12,34 US$
  date,      // "2026-05-04":                 May 4, 2026; 4 de mayo de 2026
  time,      // "2026-05-04T07:12:09.250Z":   May 4, 2026, 7:12 AM UTC; 4 de mayo de 2026, 7:12 UTC
  quantity,  // "1.5":                        1.5; 1,5
  items,     // lines of quantity, name and amount between tabs:  1.5 × Squash: $12.34
};
BOOST_DESCRIBE_ENUM(Format, text, money, date, time, quantity, items)

// Nothing if the value is not of the form.
std::optional<std::string> formatted(Locale locale, Format format, std::string_view value);

}  // namespace gh::notifications
