#!/usr/bin/env bash
# Makes sure that .env holds the secrets docker-compose.yml asks for; those it lacks are made up at random.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/deploy/env-file.sh
umask 077
touch .env
for name in JWT_SECRET_KEY ACCOUNT_SECRET_KEY REDIS_PASSWORD GRAFANA_ADMIN_PASSWORD; do
  # Lines that say nothing, or only what the name is for, as those of .env.example.
  sed -i.bak "/^$name=[[:space:]]*\(#.*\)\{0,1\}\$/d" .env && rm -f .env.bak
  [[ -z $(from_env "$name") ]] || continue
  [[ ! -s .env || -z $(tail -c1 .env) ]] || echo >>.env
  echo "$name=$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')" >>.env
  echo "made a random $name in .env"
done
