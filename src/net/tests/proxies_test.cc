#include "net/proxies.h"

#include <gtest/gtest.h>

#include "net/errors.h"

namespace gh::net {
namespace {

Proxies of(std::vector<std::string> networks) { return Proxies::parse(networks).value(); }

std::string client(const Proxies& proxies, std::vector<std::string_view> lines, std::string_view peer = "10.0.0.1") {
  std::vector<Field> fields{{"Host", "shop.example"}};
  for (const auto line : lines) fields.push_back({"x-forwarded-for", line});
  return std::string(proxies.client(fields, peer));
}

TEST(Proxies, NetworksAndAddressesAreTrustedAndNothingBesides) {
  const auto proxies = of({"10.0.0.0/8", "192.0.2.7", "172.16.0.0/12", "2001:db8::/33"});
  for (const auto* inside : {"10.0.0.0", "10.255.255.255", "192.0.2.7", "172.31.0.1", "2001:db8:7fff::1", "::ffff:10.1.1.1"})
    EXPECT_TRUE(proxies.trusts(inside)) << inside;
  for (const auto* outside : {"11.0.0.0", "192.0.2.8", "172.32.0.1", "2001:db8:8000::1", "::1", "", "junk", "10.0.0.1.1"})
    EXPECT_FALSE(proxies.trusts(outside)) << outside;
  EXPECT_FALSE(Proxies().trusts("127.0.0.1"));
  EXPECT_TRUE(of({"0.0.0.0/0"}).trusts("203.0.113.5"));
  EXPECT_FALSE(of({"0.0.0.0/0"}).trusts("2001:db8::1"));
}

TEST(Proxies, WhatIsNoNetworkIsNamed) {
  for (const std::string bad : {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::1/129", "10.0.0.0/8 ", "300.0.0.1"}) {
    const auto parsed = Proxies::parse(std::vector{bad});
    ASSERT_FALSE(parsed) << bad;
    EXPECT_TRUE(parsed.error().is(errors::bad_proxy));
    EXPECT_NE(parsed.error().detail().find('"' + bad + '"'), std::string::npos);
  }
}

TEST(Proxies, TheClientIsTheLastOneThatNoProxyOfOursIs) {
  const auto proxies = of({"10.0.0.0/8"});
  EXPECT_EQ(client(proxies, {}), "10.0.0.1");
  EXPECT_EQ(client(proxies, {"203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(client(proxies, {"203.0.113.5, 10.0.0.9"}), "203.0.113.5");
  EXPECT_EQ(client(proxies, {"203.0.113.5", "10.0.0.9 ,\t10.0.0.8"}), "203.0.113.5");
  // What the client itself wrote stands before what our proxy added.
  EXPECT_EQ(client(proxies, {"198.51.100.1, 203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(client(proxies, {"198.51.100.1", "203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(client(proxies, {"2001:db8::1"}), "2001:db8::1");
  // Nonsense ends the way where it stands.
  EXPECT_EQ(client(proxies, {"203.0.113.5, unknown"}), "10.0.0.1");
  EXPECT_EQ(client(proxies, {"203.0.113.5, , 10.0.0.9"}), "10.0.0.9");
  // A bound on hops: a line full of proxies is not walked to its end.
  std::string many = "203.0.113.5";
  for (std::size_t i = 0; i < Proxies::hops_max; ++i) many += ", 10.0.0.2";
  EXPECT_EQ(client(proxies, {many}), "10.0.0.2");
}

TEST(Proxies, TheProxySaysWhetherTheClientCameOverTls) {
  const std::vector<Field> https{{"X-Forwarded-Proto", "https"}}, http{{"X-Forwarded-Proto", "http"}}, none;
  EXPECT_TRUE(Proxies::secure(https, false));
  EXPECT_FALSE(Proxies::secure(http, true));
  EXPECT_TRUE(Proxies::secure(none, true));
}

}  // namespace
}  // namespace gh::net
