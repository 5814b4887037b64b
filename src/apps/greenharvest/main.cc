// The program: reads the command line and hands over to one command.
#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>
#ifdef GREENHARVEST_MIMALLOC
#include <mimalloc.h>
#endif

#include "apps/greenharvest/commands.h"

namespace {

struct Common {
  std::string config;
  std::string data;
  std::vector<std::string> settings;
};

// Options that every command has. --listen and --data are settings with a short way to write them.
void add_common(CLI::App& command, Common& common) {
  command.add_option("--config", common.config, "configuration file (TOML); also GREENHARVEST_CONFIG")->type_name("FILE");
  command.add_option("--data", common.data, "the data folder")->type_name("DIR");
  command.add_option("--set", common.settings, "a setting, for this run: key=value")->type_name("KEY=VALUE")->take_all();
}

std::vector<std::string> flags_of(const CLI::App& command, const Common& common, const std::string& listen) {
  std::vector<std::string> flags = common.settings;
  if (!common.data.empty()) flags.push_back("data=" + common.data);
  if (!listen.empty()) flags.push_back("listen=" + listen);
  for (const auto& rest : command.remaining()) flags.push_back(rest);  // --http.idle-deadline=5s
  return flags;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace gh::app;
#ifdef GREENHARVEST_MIMALLOC
  mi_option_enable(mi_option_large_os_pages);  // what the threads allocate lies on few pages: an order meets thousands of small blocks
#endif
  CLI::App app(
      "GreenHarvest: an organic-food marketplace in one program.\nEvery setting can be given as --group.key=value; `greenharvest admin "
      "config` lists them.");
  app.set_version_flag("--version", std::string(version));
  app.require_subcommand(1);
  Common common;
  std::string listen;
  int status = 0;
  const auto run = [&](CLI::App& command, auto function) {
    add_common(command, common);
    command.allow_extras();
    command.callback([&, function] { status = function(Start{.config_file = common.config, .flags = flags_of(command, common, listen)}); });
  };

  auto* serve = app.add_subcommand("serve", "Serves the API until SIGTERM or SIGINT.");
  serve->add_option("--listen", listen, "address:port for HTTP (default 127.0.0.1:8080)")->type_name("ADDR:PORT");
  run(*serve, [](const Start& start) { return command_serve(start); });

  auto* openapi = app.add_subcommand("openapi", "Prints the OpenAPI 3.1 document of the API.");
  openapi->callback([&] { status = command_openapi(); });

  auto* lists = app.add_subcommand("lists",
                                   "Prints what docs/ARCHITECTURE.md lists (routes, errors, collections, tasks, metrics, settings), "
                                   "MongoDB's validators, or the links of notices.");
  std::string list_name;
  lists->add_option("NAME", list_name, "one of them")->required();
  lists->callback([&] { status = command_lists(list_name); });

  auto* admin = app.add_subcommand("admin", "Work on a data folder; the server need not run unless a command says so.");
  admin->require_subcommand(1);

  run(*admin->add_subcommand("config", "Shows every setting with its value and where it comes from; secrets are masked."),
      [](const Start& start) { return command_config(start); });
  auto* demo = admin->add_subcommand("demo", "Loads a small believable shop; again: changes nothing.");
  DemoOptions demo_options;
  demo->add_flag("--small", demo_options.small, "a few farms and no orders, for tests");
  demo->add_option("--products", demo_options.products, "generated products besides, for measuring")->check(CLI::Range(0, 1'000'000));
  demo->add_option("--units", demo_options.units, "stock of each generated product")->check(CLI::Range(0, 100'000'000));
  demo->add_option("--skus", demo_options.sku_file, "file for the skus of the generated products");
  run(*demo, [&demo_options](const Start& start) { return command_demo(start, demo_options); });
  run(*admin->add_subcommand("migrate", "Brings the store to what this program declares, as every start does; nodes may serve meanwhile."),
      [](const Start& start) { return command_migrate(start); });
  auto* doctor =
      admin->add_subcommand("doctor", "Recounts lots, holds, orders, payments and event chains; exit status 1 if something is wrong.");
  bool settle = false;
  doctor->add_flag("--settle", settle,
                   "first finish what the last run left open (waiting tasks, orders that stand still), then judge everything");
  run(*doctor, [&settle](const Start& start) { return command_doctor(start, settle); });

  auto* import = admin->add_subcommand("import", "Reads data from a file.");
  import->require_subcommand(1);
  auto* import_farms = import->add_subcommand(
      "farms", "Farms of a USDA local food directory (CSV). Bad rows are reported, the rest is saved; again: doubles nothing.");
  std::string file;
  import_farms->add_option("FILE", file, "the CSV file")->required()->check(CLI::ExistingFile);
  run(*import_farms, [&](const Start& start) { return command_import_farms(start, file); });

  ProductsFile products;
  auto* import_products = import->add_subcommand(
      "products", "Products of a farm (CSV). Bad rows are reported, the rest is saved; again: changes nothing that is the same.");
  import_products->add_option("FILE", products.path, "the CSV file; its columns: docs/product-table.md")
      ->required()
      ->check(CLI::ExistingFile);
  import_products->add_option("--farm", products.farm, "the farm's slug")->required();
  import_products->add_flag("--preview", products.preview, "say what would be done, row by row, and write nothing");
  run(*import_products, [&](const Start& start) { return command_import_products(start, products); });

  auto* export_command = admin->add_subcommand("export", "Writes data to standard output.");
  export_command->require_subcommand(1);
  auto* export_products = export_command->add_subcommand("products", "Products of a farm, in the form that import reads.");
  export_products->add_option("--farm", products.farm, "the farm's slug")->required();
  run(*export_products, [&](const Start& start) { return command_export_products(start, products); });

  auto* user = admin->add_subcommand("user", "Accounts.");
  user->require_subcommand(1);
  auto* create = user->add_subcommand("create", "Makes an account; the password is read from standard input (one line).");
  NewUser new_user;
  create->add_option("--email", new_user.email)->required();
  create->add_option("--name", new_user.name)->required();
  create->add_option("--role", new_user.role, "customer, farmer or admin")
      ->required()
      ->check(CLI::IsMember({"customer", "farmer", "admin"}));
  create
      ->add_option("--second-factor", new_user.second_factor,
                   "of an admin: required as auth.admin_second_factor says, or waived for this one")
      ->check(CLI::IsMember({"required", "waived"}));
  run(*create, [&](const Start& start) { return command_user_create(start, new_user); });

  auto* backup = admin->add_subcommand("backup", "Copies the data consistently, also while the server runs.");
  backup->add_option("TO", file, "a folder that does not exist yet")->required();
  run(*backup, [&](const Start& start) { return command_backup(start, file); });
  auto* restore = admin->add_subcommand("restore", "Puts a backup into the data folder, which must be empty or missing.");
  restore->add_option("FROM", file, "the folder of a backup")->required()->check(CLI::ExistingDirectory);
  run(*restore, [&](const Start& start) { return command_restore(start, file); });

  CLI11_PARSE(app, argc, argv);
  return status;
}
