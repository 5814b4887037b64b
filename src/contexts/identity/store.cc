#include "contexts/identity/store.h"

namespace gh::identity {

namespace {
std::string when(Timestamp time) { return time.ms == 0 ? std::string() : ports::sortable(time.ms); }
}  // namespace

std::string normal_email(std::string_view email) {
  std::string out(email);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

UserCollection open_users(ports::Documents& documents) {
  ports::CollectionSpec spec{"users", {{std::string(indexes::email), true}, {std::string(indexes::role_changed)}}, ports::AuditSpec{}};
  return UserCollection(documents, std::move(spec),
                        [](const User& user) { return UserCollection::Keys{normal_email(user.email), when(user.role_changed)}; });
}

SessionCollection open_sessions(ports::Documents& documents) {
  ports::CollectionSpec spec{"sessions", {{std::string(indexes::user)}, {std::string(indexes::ended)}, {std::string(indexes::expires)}}};
  return SessionCollection(documents, std::move(spec), [](const Session& session) {
    return SessionCollection::Keys{session.user.text(), when(session.ended_at), when(session.expires)};
  });
}

}  // namespace gh::identity
