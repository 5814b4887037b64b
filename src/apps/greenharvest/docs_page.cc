#include "apps/greenharvest/docs_page.h"

#include <utility>

namespace gh::app {
namespace {

// The files come from the pinned package (tools/fetch_assets); the search path for them is set by this folder's CMakeLists.txt.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
// clang-format off: it takes the file names for subtractions
constexpr unsigned char script_bytes[] = {
#embed <swagger-ui-bundle.js>
};
constexpr unsigned char style_bytes[] = {
#embed <swagger-ui.css>
};
// clang-format on
#pragma clang diagnostic pop

constexpr std::string_view page = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GreenHarvest API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<main id="swagger-ui"></main>
<noscript>This page needs JavaScript; <a href="/api/v1/openapi.json">the document itself</a> does not.</noscript>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
)";

constexpr std::string_view start =
    R"(SwaggerUIBundle({url: "/api/v1/openapi.json", dom_id: "#swagger-ui", deepLinking: true, defaultModelsExpandDepth: 0, docExpansion: "list", validatorUrl: null});
)";

// Swagger UI sets style attributes and draws its icons from data: addresses; everything else comes from this origin.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors "
    "'none'; base-uri 'none'; "
    "form-action 'none'";

template <std::size_t N>
std::string text(const unsigned char (&bytes)[N]) {
  return {reinterpret_cast<const char*>(bytes), N};
}

}  // namespace

void add_docs_page(gateway::Gateway& gateway, std::string openapi) {
  gateway.add_fixed_page("/api/v1/openapi.json", "application/json", std::move(openapi));
  gateway.add_fixed_page("/api/docs", "text/html; charset=utf-8", std::string(page), policy);
  gateway.add_fixed_page("/api/docs/start.js", "text/javascript; charset=utf-8", std::string(start), policy);
  gateway.add_fixed_page("/api/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8", text(script_bytes), policy);
  gateway.add_fixed_page("/api/docs/swagger-ui.css", "text/css; charset=utf-8", text(style_bytes), policy);
}

}  // namespace gh::app
