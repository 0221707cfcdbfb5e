#!/usr/bin/env bash
# Makes sure that .env holds the secrets docker-compose.yml asks for; those it lacks are made up at random.
set -euo pipefail
cd "$(dirname "$0")/../.."
umask 077
touch .env
for name in JWT_SECRET_KEY ACCOUNT_SECRET_KEY REDIS_PASSWORD GRAFANA_ADMIN_PASSWORD; do
  grep -q "^$name=." .env && continue
  sed -i.bak "/^$name=\$/d" .env && rm -f .env.bak
  [[ ! -s .env || -z $(tail -c1 .env) ]] || echo >>.env
  echo "$name=$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')" >>.env
  echo "made a random $name in .env"
done
