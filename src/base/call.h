// CallContext: on whose behalf a tree of coroutines runs. The gateway names it for each request; whatever the request's coroutines
// await inherits it. Roots (spawn) and the tasks of the runner have none: they are the shop itself.
//
//   co_await change_farm(...).called_by(context);     // context outlives the await
//   const CallContext* call = co_await current_call();  // nullptr: the shop itself
#pragma once
#include <concepts>
#include <coroutine>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/task.h"

namespace gh {

// The role of the shop itself, where what a task does on its own is to stand in the audit trail.
inline constexpr std::string_view shop_role = "shop";

struct CallContext {
  std::optional<UserId> user;
  std::optional<ApiKeyId> api_key;  // the caller is a farm's own system
  std::optional<FarmId> farm;       // that the key acts for
  std::string role;                 // "customer", "farmer", "admin", "shop"; empty: a guest
  std::string operation;            // the route's operation id
  std::string request_id;
  std::string address;  // of the client
};

namespace detail {
struct CurrentCall {
  const CallContext* call = nullptr;
  bool await_ready() const noexcept { return false; }
  template <std::derived_from<TaskPromiseBase> Promise>
  bool await_suspend(std::coroutine_handle<Promise> asking) noexcept {
    call = asking.promise().call;
    return false;
  }
  const CallContext* await_resume() const noexcept { return call; }
};
}  // namespace detail

// What awaits it may use the context until its own end, not hand it to others that live longer.
inline detail::CurrentCall current_call() { return {}; }

}  // namespace gh
