// The readable page of the API: Swagger UI over /api/v1/openapi.json, its files inside the program (no foreign origin).
#pragma once
#include "gateway/gateway.h"

namespace gh::app {

void add_docs_page(gateway::Gateway& gateway, std::string openapi);

}  // namespace gh::app
