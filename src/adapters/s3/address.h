// Address: where a bucket is and who asks, as the configuration says it.
//
//   https://s3.eu-central-1.amazonaws.com/bucket, http://minio:9000/bucket/folder    the bucket is in the path
//   https://bucket.s3.eu-central-1.amazonaws.com                                     the bucket is in the host's name
//
// An object's address is this one, a slash and the object's id, in either style. Of the path letters, digits, '-', '_', '.' and '/' are
// taken: what has to be escaped would have to be escaped the same way when it is signed.
#pragma once
#include <string>
#include <string_view>

#include "base/error.h"

namespace gh::s3 {

struct Address {
  std::string url;     // without a slash at the end
  std::string region;  // "us-east-1", also where the server has none
  std::string access_key, secret_key;
  std::string session_token;  // of temporary keys; empty: none
  std::string authorities;    // PEM file of those whose certificates are believed; empty: the system's

  // invalid, with a sentence that names what is wrong and never a key.
  static Result<Address> make(std::string_view url, std::string region, std::string access_key, std::string secret_key,
                              std::string session_token);
};

}  // namespace gh::s3
