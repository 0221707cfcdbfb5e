#!/usr/bin/env bash
# Builds the images for the nodes of the cluster (arm64) and pushes them: push-images.sh REGISTRY TAG
set -euo pipefail
cd "$(dirname "$0")/../.."
REGISTRY=${1:?"push-images.sh REGISTRY TAG"} TAG=${2:?"push-images.sh REGISTRY TAG"}

aws ecr get-login-password | docker login --username AWS --password-stdin "${REGISTRY%%/*}"
# Privileged, so by its digest: what runs is what was looked at.
docker run --privileged --rm tonistiigi/binfmt:qemu-v9.2.2@sha256:1b804311fe87047a4c96d38b4b3ef6f62fca8cd125265917a9e3dc3c996c39e6 --install arm64 >/dev/null
# Attestations need a builder of its own; the engine's cannot push them.
docker buildx inspect cnop >/dev/null 2>&1 || docker buildx create --name cnop >/dev/null
for service in gateway:8080 user-service:8000 inventory-service:8001 order-service:8002 web:8080; do
  name=${service%:*}
  file=$([[ $name == web ]] && echo web || echo service)
  # Tags are immutable: what was pushed before is what would be built again.
  docker manifest inspect "$REGISTRY/$name:$TAG" >/dev/null 2>&1 && continue
  docker buildx build . --builder cnop --file "infra/docker/$file.Dockerfile" --platform linux/arm64 --push \
    --build-arg "SERVICE=$name" --build-arg "PORT=${service#*:}" --build-arg "REVISION=$TAG" \
    --sbom=true --provenance=mode=max --tag "$REGISTRY/$name:$TAG"
done
