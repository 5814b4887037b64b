// What a farm's owner is told about an admin's decision, as an outbox entry of that decision's write ("mail.send").
#pragma once
#include "contexts/farmers/types.h"
#include "platform/ports/documents.h"

namespace gh::farmers {

ports::OutboxEntry verified_mail(const Farm&);
ports::OutboxEntry rejected_mail(const Farm&, const std::string& reason);

}  // namespace gh::farmers
