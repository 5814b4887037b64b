#include "contexts/identity/store.h"

namespace gh::identity {

namespace {

std::string when(Timestamp time) { return time.ms == 0 ? std::string() : ports::sortable(time.ms); }

std::string keyed(std::string_view what, Timestamp at) { return std::string(what) + '/' + ports::sortable(at.ms); }

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

template <class... Names>
std::vector<ports::IndexSpec> specs(Names... names) {
  return {{std::string(names)}...};
}

ports::CollectionSpec users_spec() {
  ports::CollectionSpec spec{"users", specs(indexes::email, indexes::tokens_ended, indexes::name, indexes::role, indexes::created),
                             ports::AuditSpec{}};
  spec.indexes.front().unique = true;
  return spec;
}

UserCollection::Keys user_keys(const User& user) {
  return {normal_email(user.email), when(user.tokens_ended), folded_name(user.name), keyed(json::enum_name(user.role), user.created),
          when(user.created)};
}

SessionCollection::Keys session_keys(const Session& session) {
  return {keyed(session.user.text(), session.created), when(session.ended_at), when(session.expires)};
}

ApiKeyCollection::Keys key_keys(const ApiKey& key) { return {keyed(key.farm.text(), key.created)}; }

}  // namespace

std::string normal_email(std::string_view email) { return lowered(email); }
std::string folded_name(std::string_view name) { return lowered(name); }

ports::Range range_of(std::string_view what, bool descending) {
  return {std::string(what) + '/', std::string(what) + '0', descending};  // '0' follows '/'
}

Store::Store(ports::Documents& documents)
    : users(documents, users_spec(), user_keys),
      sessions(documents, {"sessions", specs(indexes::user, indexes::ended, indexes::expires)}, session_keys),
      api_keys(documents, {"api_keys", specs(indexes::farm), ports::AuditSpec{.farm_member = "farm"}}, key_keys),
      address_books(documents, {"address_books", {}, ports::AuditSpec{}},
                    [](const StoredAddressBook&) { return AddressBookCollection::Keys{}; }) {}

Result<void> Store::opened() const {
  for (const auto* opened : {&users.opened(), &sessions.opened(), &api_keys.opened(), &address_books.opened()}) GH_CHECK(*opened);
  return {};
}

}  // namespace gh::identity
