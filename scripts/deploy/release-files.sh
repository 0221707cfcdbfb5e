#!/usr/bin/env bash
# Makes the files of a release, with which the product starts without a clone: release-files.sh IMAGES VERSION DIR
#   docker-compose.yaml   the published images; secrets from .env
#   env.example           what to put there
#   kubernetes-dev.yaml   everything for a small cluster, with the published images
set -euo pipefail
cd "$(dirname "$0")/../.."
usage="release-files.sh IMAGES VERSION DIR"
IMAGES=${1:?"$usage"} VERSION=${2:?"$usage"} DIR=${3:?"$usage"}

# What is released starts the same way a year from now.
DYNAMODB=amazon/dynamodb-local:2.6.1

mkdir -p "$DIR"
# The monitoring mounts files of the repository; it is not for those without.
sed -e "s|image: cnop/\([a-z-]*\):.*|image: $IMAGES/\1:$VERSION|" -e '/^  prometheus:$/,/^networks:$/{/^networks:$/!d}' \
  -e 's|, /volumes/prometheus]|]|;/prometheus-data:/d;/^  grafana-data:/d;/^  alertmanager-data:/d;/^  watching:/d' -e '/profile monitoring/d' \
  -e "s|amazon/dynamodb-local:latest|$DYNAMODB|" docker-compose.yml >"$DIR/docker-compose.yaml"
sed -e "s|image: cnop/\([a-z-]*\):dev|image: $IMAGES/\1:$VERSION|" -e "s|amazon/dynamodb-local:latest|$DYNAMODB|" \
  kubernetes/rendered/dev.yaml >"$DIR/kubernetes-dev.yaml"
cat >"$DIR/env.example" <<'TEXT'
# Copy to .env beside docker-compose.yaml. Each a random text of its own, of signs that a URL may hold:
#   head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '='
JWT_SECRET_KEY=
ACCOUNT_SECRET_KEY=
REDIS_PASSWORD=
TEXT
