#include "contexts/orders/guest.h"

#include "platform/crypto/encoding.h"
#include "platform/crypto/sha256.h"

namespace gh::orders {

std::string guest_secret(const Order& order) {
  return crypto::base64url(crypto::sha256_of_parts({"the secret of a guest's order", order.cart.text(), order.id.text()}));
}

}  // namespace gh::orders
