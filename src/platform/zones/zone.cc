#include "platform/zones/zone.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

namespace gh::zones {
namespace {

constexpr std::string_view folder = "/usr/share/zoneinfo/";
constexpr std::int64_t day_s = 86'400;
constexpr std::size_t header_bytes = 44;

// Names are paths below the folder: letters, digits, "+-_", parts between single '/', none of which begins with a sign or a dot.
bool is_name(std::string_view name) {
  if (name.empty() || name.size() > name_bytes_max) return false;
  bool part_begins = true;
  for (const char c : name) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (part_begins && !letter) return false;
    if (!letter && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '_' && c != '/') return false;
    part_begins = c == '/';
  }
  return !part_begins;
}

// Big-endian, two's complement.
std::int64_t integer(std::string_view bytes) {
  std::uint64_t value = (static_cast<unsigned char>(bytes.front()) & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(value);
}

struct Counts {
  std::int64_t is_utc, is_standard, leap, times, types, characters;

  std::size_t bytes(std::size_t time_bytes) const {
    return static_cast<std::size_t>(times) * (time_bytes + 1) + static_cast<std::size_t>(types) * 6 + static_cast<std::size_t>(characters) +
           static_cast<std::size_t>(leap) * (time_bytes + 4) + static_cast<std::size_t>(is_standard + is_utc);
  }
};

Counts counts_of(std::string_view header) {
  const auto at = [&](std::size_t n) { return integer(header.substr(20 + 4 * n, 4)) & 0xffff'ffff; };
  return {at(0), at(1), at(2), at(3), at(4), at(5)};
}

// Reads the rule at the end of a file (POSIX TZ): "EST5EDT,M3.2.0,M11.1.0", "<+0330>-3:30".
class Rule {
 public:
  explicit Rule(std::string_view text) : text_(text) {}

  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool name() {
    const bool quoted = take('<');
    const auto end =
        std::ranges::find_if(text_, [&](char c) { return quoted ? c == '>' : !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')); });
    const auto length = static_cast<std::size_t>(end - text_.begin());
    text_.remove_prefix(length);
    return length > 0 && (!quoted || take('>'));
  }
  bool number(std::int64_t& value) {
    std::size_t length = 0;
    for (value = 0; length < text_.size() && length < 4 && text_[length] >= '0' && text_[length] <= '9'; ++length)
      value = value * 10 + (text_[length] - '0');
    text_.remove_prefix(length);
    return length > 0;
  }
  // [+-]hh[:mm[:ss]]
  bool seconds(std::int64_t& value) {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int64_t h = 0, m = 0, s = 0;
    if (!number(h) || (take(':') && !number(m)) || (take(':') && !number(s))) return false;
    value = (negative ? -1 : 1) * ((h * 60 + m) * 60 + s);
    return true;
  }
  // ,Mm.w.d[/time]: the only form that the database uses today.
  bool turn(YearlyTurn& turn) {
    std::int64_t month = 0, week = 0, weekday = 0;
    if (!take(',') || !take('M') || !number(month) || !take('.') || !number(week) || !take('.') || !number(weekday)) return false;
    turn = {static_cast<int>(month), static_cast<int>(week), static_cast<int>(weekday), 7200};
    if (take('/') && !seconds(turn.second)) return false;
    return month >= 1 && month <= 12 && week >= 1 && week <= 5 && weekday <= 6;
  }
  bool ended() const { return text_.empty(); }
  char next() const { return text_.empty() ? '\0' : text_.front(); }

 private:
  std::string_view text_;
};

std::int64_t local_second_of(const YearlyTurn& turn, std::chrono::year year) {
  using namespace std::chrono;
  const auto month = year / std::chrono::month(static_cast<unsigned>(turn.month));
  const weekday on(static_cast<unsigned>(turn.weekday));
  const sys_days day = turn.week == 5 ? sys_days(month / on[last]) : sys_days(month / on[static_cast<unsigned>(turn.week)]);
  return day.time_since_epoch().count() * day_s + turn.second;
}

}  // namespace

bool Zone::read_footer(std::string_view text) {
  Rule rule(text);
  std::int64_t west = 0;
  if (!rule.name() || !rule.seconds(west)) return false;
  winter_s_ = -west;
  if (rule.ended()) return true;
  if (!rule.name()) return false;
  summer_s_ = winter_s_ + 3600;
  if (rule.next() != ',') {
    if (!rule.seconds(west)) return false;
    summer_s_ = -west;
  }
  has_summer_ = true;
  return rule.turn(summer_begins_) && rule.turn(summer_ends_) && rule.ended();
}

const Zone* Zone::parse(std::string_view file, Zone& into) {
  into = {};
  if (file.size() < header_bytes || !file.starts_with("TZif") || file[4] < '2') return nullptr;
  const std::size_t second = header_bytes + counts_of(file).bytes(4);
  if (second > file.size() || file.size() - second < header_bytes || !file.substr(second).starts_with("TZif")) return nullptr;
  const auto counts = counts_of(file.substr(second));
  std::string_view data = file.substr(second + header_bytes);
  if (counts.bytes(8) > data.size() || counts.types == 0) return nullptr;
  const auto times = static_cast<std::size_t>(counts.times);
  const auto types = data.substr(times * 9);
  const auto offset_of = [&](std::size_t type) { return integer(types.substr(type * 6, 4)); };
  into.first_offset_s_ = offset_of(0);
  for (std::size_t i = 0; i < times; ++i) {
    const auto type = static_cast<unsigned char>(data[times * 8 + i]);
    if (type >= counts.types) return nullptr;
    into.changes_.push_back({integer(data.substr(i * 8, 8)), offset_of(type)});
  }
  std::string_view footer = data.substr(counts.bytes(8));
  if (footer.size() < 2 || footer.front() != '\n' || footer.back() != '\n') return nullptr;
  footer = footer.substr(1, footer.size() - 2);
  if (footer.empty()) return &into;
  into.has_footer_ = true;
  return into.read_footer(footer) ? &into : nullptr;
}

const Zone* Zone::find(std::string_view name) {
  static std::shared_mutex mutex;
  static std::map<std::string, std::unique_ptr<const Zone>, std::less<>> zones;  // bounded by the database: unknown names are not kept
  if (!is_name(name)) return nullptr;
  {
    const std::shared_lock lock(mutex);
    if (const auto known = zones.find(name); known != zones.end()) return known->second.get();
  }
  std::ifstream file(std::string(folder) + std::string(name), std::ios::binary);
  std::string bytes(file_bytes_max, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  auto zone = std::make_unique<Zone>();
  if (parse(bytes, *zone) == nullptr) return nullptr;
  const std::unique_lock lock(mutex);
  return zones.try_emplace(std::string(name), std::move(zone)).first->second.get();
}

const Zone& Zone::of(std::string_view name) {
  static const Zone utc;
  const auto* zone = find(name);
  return zone != nullptr ? *zone : utc;
}

// The turns are in local time of the clocks that are in force before them.
std::int64_t Zone::yearly_offset_s(std::int64_t utc_s) const {
  if (!has_summer_) return winter_s_;
  const auto local_days = std::chrono::sys_days(std::chrono::days((utc_s + winter_s_) / day_s));
  const auto year = std::chrono::year_month_day(local_days).year();
  const std::int64_t begins = local_second_of(summer_begins_, year) - winter_s_;
  const std::int64_t ends = local_second_of(summer_ends_, year) - summer_s_;
  const bool summer = begins < ends ? begins <= utc_s && utc_s < ends : !(ends <= utc_s && utc_s < begins);
  return summer ? summer_s_ : winter_s_;
}

std::int64_t Zone::offset_s(Timestamp moment) const {
  const std::int64_t utc_s = moment.ms / 1000;
  const auto after = std::ranges::upper_bound(changes_, utc_s, {}, &Change::from_s);
  if (after == changes_.end() && has_footer_) return yearly_offset_s(utc_s);
  return after == changes_.begin() ? first_offset_s_ : std::prev(after)->offset_s;
}

Date Zone::date_of(Timestamp moment) const { return gh::date_of({moment.ms + offset_s(moment) * 1000}); }

// Of the offsets a day before and after, the one under which the local time reads as wanted; in a gap neither does.
Timestamp Zone::at(Date day, int minutes) const {
  const std::int64_t local_ms = (day.days * day_s + minutes * std::int64_t{60}) * 1000;
  const std::int64_t before = offset_s({local_ms - day_s * 1000}), after = offset_s({local_ms + day_s * 1000});
  const Timestamp early{local_ms - before * 1000}, late{local_ms - after * 1000};
  if (offset_s(early) == before) return early;
  return offset_s(late) == after ? late : early;
}

Timestamp Zone::start_of(Date day) const {
  const Timestamp midnight = at(day, 0);
  if (date_of(midnight) == day && date_of(midnight - Milliseconds(1)) != day) return midnight;
  // A gap at midnight: the day begins where the change is. Found within the two days around it.
  std::int64_t out = midnight.ms - 2 * day_s * 1000, in = midnight.ms + day_s * 1000;
  while (in - out > 1) {
    const std::int64_t middle = out + (in - out) / 2;
    (date_of({middle}) < day ? out : in) = middle;
  }
  return {in};
}

}  // namespace gh::zones
