# shellcheck shell=bash
# Docker Compose, whichever of its versions is installed.
compose() {
  if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}
