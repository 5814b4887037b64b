// The built-in words by language. Only events.cc and the tests read these; an admin's words come before them.
#pragma once
#include <span>

#include "contexts/notifications/events.h"

namespace gh::notifications {

std::span<const Words> words_en();
std::span<const Words> words_es();

}  // namespace gh::notifications
