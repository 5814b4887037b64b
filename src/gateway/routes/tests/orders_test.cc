// Carts and orders through the route table, over the shop of the checkout's tests.
#include "gateway/routes/orders.h"

#include "gateway/routes/carts.h"

#include "contexts/orders/errors.h"
#include "flows/checkout/tests/shop.h"

namespace gh::gateway {
namespace {

struct OrderRoutes : checkout::testing::Shop {
  OrderRoutes() {
    cart_routes(table, node().orders, node().carts);
    order_routes(table, node().orders, node().inventory, node().checkout, node().cancel);
  }

  Result<Rendered> call(net::Method method, const std::string& path, const std::string& body = "", std::optional<UserId> user = {},
                        const std::string& key = "", const std::string& query = "") {
    net::Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.body = body;
    const auto match = table.match(method, path);
    if (match.route == nullptr) return fail(gh::errors::internal, "no route");
    const Call c{request, {std::move(user), identity::Role::customer, ""}, "req-1", key};
    return run(match.route->run(c, match.values));
  }
  static std::string id_in(const Result<Rendered>& answer, std::string_view prefix) {
    return answer->body.substr(answer->body.find(prefix), prefix.size() + 26);
  }
  std::string cart(const Sku& sku, const std::string& quantity = "2") {
    const auto made =
        call(net::Method::post, "/api/v1/carts", fmt::format(R"({{"lines":[{{"sku":"{}","quantity":{}}}]}})", sku.text(), quantity), ann);
    EXPECT_TRUE(made) << made.error().detail();
    return id_in(made, "crt_");
  }
  static std::string order(const std::string& cart, const std::string& method = "pm_card_ok") {
    return fmt::format(R"({{"cart":"{}","email":"ann@example.org","payment_method":"{}"}})", cart, method);
  }

  RouteTable table;
  const UserId ann = UserId::derive(1, 1), bob = UserId::derive(2, 2);
};

TEST_F(OrderRoutes, from_cart_to_events) {
  const auto sku = stocked("Carrots", 350, 5);
  const auto id = cart(sku, "1");
  const auto more = call(net::Method::put, "/api/v1/carts/" + id + "/lines/" + sku.text(), R"({"quantity":2})", ann);
  ASSERT_TRUE(more) << more.error().detail();
  EXPECT_NE(more->body.find(R"("subtotal":{"amount":700,"currency":"USD"})"), std::string::npos) << more->body;
  const auto placed = call(net::Method::post, "/api/v1/orders", order(id), ann, "key-1");
  ASSERT_TRUE(placed) << placed.error().detail();
  EXPECT_EQ(placed->status, 201);
  EXPECT_NE(placed->body.find(R"("status":"paid")"), std::string::npos);
  EXPECT_NE(placed->body.find(sku.product().text()), std::string::npos);
  const auto path = "/api/v1/orders/" + id_in(placed, "ord_");
  EXPECT_EQ(placed->head.text(), "Location: " + path + "\r\n");
  const auto seen = call(net::Method::get, path, "", ann);
  ASSERT_TRUE(seen);
  EXPECT_NE(seen->body.find(R"("lot_codes":["L1"])"), std::string::npos) << seen->body;
  const auto first = call(net::Method::get, path + "/events", "", ann, "", "limit=1");
  ASSERT_TRUE(first);
  EXPECT_NE(first->body.find(R"("type":"placed")"), std::string::npos);
  EXPECT_NE(first->body.find(R"("next_cursor":"1")"), std::string::npos);
  const auto rest = call(net::Method::get, path + "/events", "", ann, "", "cursor=1");
  EXPECT_NE(rest->body.find(R"("previous_hash")"), std::string::npos);
  EXPECT_EQ(rest->body.find("next_cursor"), std::string::npos);
  EXPECT_TRUE(call(net::Method::get, path + "/events", "", ann, "", "cursor=x").error().is(gh::errors::bad_cursor));

  const auto cancelled = call(net::Method::post, path + "/cancel", "", ann);
  ASSERT_TRUE(cancelled);
  EXPECT_EQ(cancelled->status, 200);
  EXPECT_NE(cancelled->body.find("refund_due"), std::string::npos);
  const auto again = call(net::Method::post, "/api/v1/orders", order(id), ann, "key-1");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->body, placed->body);  // the first answer, whatever happened in between
  EXPECT_EQ(again->status, 201);
}

TEST_F(OrderRoutes, a_second_step_is_202_until_it_is_done) {
  const auto sku = stocked("Carrots", 350, 5);
  const auto placed = call(net::Method::post, "/api/v1/orders", order(cart(sku), "pm_card_second_step"), ann, "key-1");
  ASSERT_TRUE(placed);
  EXPECT_EQ(placed->status, 202);
  EXPECT_NE(placed->body.find("next_action"), std::string::npos);
  const auto done = call(net::Method::post, "/api/v1/orders/" + id_in(placed, "ord_") + "/confirm", "", ann);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->status, 200);
  EXPECT_NE(done->body.find(R"("status":"paid")"), std::string::npos);
}

TEST_F(OrderRoutes, others_see_nothing) {
  const auto sku = stocked("Carrots", 350, 5);
  const auto id = cart(sku);
  const auto placed = call(net::Method::post, "/api/v1/orders", order(id), ann, "key-1");
  ASSERT_TRUE(placed);
  const auto path = "/api/v1/orders/" + id_in(placed, "ord_");
  const std::pair<net::Method, std::string> asked[] = {{net::Method::get, path},
                                                       {net::Method::get, path + "/events"},
                                                       {net::Method::post, path + "/cancel"},
                                                       {net::Method::post, path + "/confirm"},
                                                       {net::Method::get, "/api/v1/carts/" + id}};
  for (const auto& [method, target] : asked) {
    for (const auto& other : {std::optional(bob), std::optional<UserId>()}) {
      const auto answer = call(method, target, "", other);
      ASSERT_FALSE(answer) << target;
      EXPECT_TRUE(answer.error().is(gh::errors::not_found)) << target;
    }
  }
  EXPECT_EQ(call(net::Method::get, "/api/v1/orders", "", bob)->body, R"({"items":[]})");
  EXPECT_NE(call(net::Method::get, "/api/v1/orders", "", ann)->body.find(path.substr(15)), std::string::npos);
}

TEST_F(OrderRoutes, what_is_wrong_is_named) {
  const auto sku = stocked("Carrots", 350, 5);
  struct Row {
    std::string body;
    int status;
  };
  const Row rows[] = {
      {order(cart(sku), "4242424242424242"), 422},
      {order(cart(sku), "tok_visa"), 422},
      {order(cart(sku), "pm_card_declined"), 402},
      {order(cart(sku, "6")), 409},
      {order("crt_00000000000000000000000000"), 404},
      {R"({"cart":"x"})", 422},
      {R"({"cart":"crt_00000000000000000000000000","email":"a@b.example","payment_method":"pm_card_ok","card":"1"})", 400},
  };
  int key = 0;
  for (const auto& row : rows) {
    const auto answer = call(net::Method::post, "/api/v1/orders", row.body, ann, "key-" + std::to_string(++key));
    ASSERT_FALSE(answer) << row.body;
    EXPECT_EQ(answer.error().kind().http_status(), row.status) << row.body;
  }
  EXPECT_EQ(
      call(net::Method::put, "/api/v1/carts/" + cart(sku) + "/lines/" + sku.text(), R"({"quantity":-1})", ann).error().kind().http_status(),
      422);
  EXPECT_EQ(call(net::Method::put, "/api/v1/carts/" + cart(sku) + "/lines/" + sku.text(), R"({"quantity":0.5})", ann)
                .error()
                .kind()
                .http_status(),
            422);
}

}  // namespace
}  // namespace gh::gateway
