# shellcheck shell=bash
# The tables as Terraform knows them, with the prefix of an environment: `table_names prod_`.
table_names() { node -p 'JSON.parse(require("fs").readFileSync("terraform/generated/tables.json")).map(({ name }) => process.argv[1] + name).join("\n")' "$1"; }
