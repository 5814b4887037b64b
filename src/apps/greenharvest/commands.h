// The commands of the program. Each gives the exit status: 0 done, 1 failed or found something, 2 refused to start.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gh::app {

inline constexpr std::string_view version = "0.1.0";

struct Start {
  std::string config_file;
  std::vector<std::string> flags;
};

struct NewUser {
  std::string email, name, role;
  std::string second_factor = "required";  // of an admin: "waived" lets this one do without
};

struct DemoOptions {
  bool small = false;    // the invented farms only: for tests
  int products = 0;      // generated ones, besides the demo's own
  int units = 0;         // of each, in one lot
  std::string sku_file;  // where the skus of the generated ones go, a line each
};

struct ProductsFile {
  std::string path;
  std::string farm;  // slug
  bool preview = false;
};

int command_serve(const Start&);
int command_openapi();
int command_lists(const std::string& name);
int command_config(const Start&);
int command_demo(const Start&, const DemoOptions&);
// settle: finishes what the last run left open (waiting tasks, orders that stand still) before it counts.
int command_doctor(const Start&, bool settle);
// Also beside nodes that serve over the same PostgreSQL or MongoDB.
int command_migrate(const Start&);
int command_import_farms(const Start&, const std::string& file);
int command_import_products(const Start&, const ProductsFile&);
int command_export_products(const Start&, const ProductsFile&);  // to standard output
int command_user_create(const Start&, const NewUser&);
int command_backup(const Start&, const std::string& to);
int command_restore(const Start&, const std::string& from);

}  // namespace gh::app
