// Reads the sources of a Config into raw values by key. Private to this folder.
#pragma once
#include <functional>
#include <string>

#include "base/error.h"
#include "platform/config/config.h"

namespace gh::config {

using Found = std::function<void(std::string key, RawValue)>;

// Tables become dotted keys. Fails with the line if the file is not TOML.
Result<void> read_toml(const std::string& path, const Found& found);

}  // namespace gh::config
