#!/usr/bin/env bash
# Packs a service for Lambda, out of its image: package-lambda.sh SERVICE -> .data/lambda/SERVICE.zip
# What runs there is what runs in the container: the same files, entered by another door.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/deploy/log.sh

SERVICE=${1:?"package-lambda.sh user-service|inventory-service|order-service"}
IMAGE=cnop/$SERVICE:${IMAGE_TAG:-dev}
command -v zip >/dev/null || { fail "zip is needed and not installed"; exit 1; }
docker image inspect "$IMAGE" >/dev/null 2>&1 || { fail "there is no $IMAGE: scripts/deploy-docker.sh -b $SERVICE"; exit 1; }

files=$(mktemp -d)
container=$(docker create "$IMAGE")
trap 'docker rm "$container" >/dev/null; rm -rf "$files"' EXIT
docker cp --quiet "$container:/app/." "$files"
# Node runs TypeScript as it is, but the runtime of Lambda looks for a file that ends with .mjs.
echo "export { handler } from './apps/$SERVICE/src/lambda/main.ts'" >"$files/index.mjs"
mkdir -p .data/lambda
rm -f ".data/lambda/$SERVICE.zip"
# Links stay links: pnpm's modules are made of them.
(cd "$files" && zip --quiet --recurse-paths --symlinks - .) >".data/lambda/$SERVICE.zip"
done_with ".data/lambda/$SERVICE.zip ($(du -h ".data/lambda/$SERVICE.zip" | cut -f1))"
