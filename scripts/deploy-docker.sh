#!/usr/bin/env bash
# Builds images and runs them with Docker Compose on this machine.
#
#   scripts/deploy-docker.sh -b  all|SERVICE   build
#   scripts/deploy-docker.sh -d  all|SERVICE   deploy, and wait until it is healthy
#   scripts/deploy-docker.sh -bd all|SERVICE   both
#   ... --monitoring                           with Prometheus, Alertmanager and Grafana
#
# SERVICE: gateway, user-service, inventory-service, order-service or web (the earlier names user_service,
# inventory_service, order_service and frontend do as well). Secrets come from .env; without one a .env with
# random secrets is made. IMAGE_TAG (dev) names the images, DOCKER_BUILD_OPTIONS is handed to docker build.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/deploy/log.sh
source scripts/deploy/compose.sh

ALL=(user-service inventory-service order-service gateway web)
HEALTH_DEADLINE_SECONDS=${HEALTH_DEADLINE_SECONDS:-120}

usage() { sed -n '4,7p' "$0" | cut -c3-; }
refuse() { fail "$1"; usage >&2; exit 2; }

parse_arguments() {
  BUILD='' DEPLOY='' TARGET=''
  for argument in "$@"; do
    case $argument in
      -b | --build) BUILD=yes ;;
      -d | --deploy) DEPLOY=yes ;;
      -bd | -db) BUILD=yes DEPLOY=yes ;;
      --monitoring) export COMPOSE_PROFILES=monitoring ;;
      -h | --help) usage; exit 0 ;;
      -*) refuse "$argument is not an option" ;;
      *)
        [[ -z $TARGET ]] || refuse "one target at a time: $TARGET or $argument"
        TARGET=$(name_of "$argument")
        ;;
    esac
  done
  [[ -n $BUILD$DEPLOY ]] || refuse "say what to do: -b, -d or -bd"
  [[ -n $TARGET ]] || refuse "say what for: all or one of ${ALL[*]}"
  [[ " all ${ALL[*]} " == *" $TARGET "* ]] || refuse "there is no service $TARGET; there are ${ALL[*]}"
}

port_of() {
  case $1 in
    user-service) echo 8000 ;;
    inventory-service) echo 8001 ;;
    order-service) echo 8002 ;;
    *) echo 8080 ;;
  esac
}

name_of() {
  case ${1//_/-} in
    frontend | page) echo web ;;
    user | inventory | order) echo "$1-service" ;;
    *) echo "${1//_/-}" ;;
  esac
}

targets() { if [[ $TARGET == all ]]; then printf '%s\n' "${ALL[@]}"; else echo "$TARGET"; fi; }

build() {
  local service=$1 file=infra/docker/service.Dockerfile
  [[ $service == web ]] && file=infra/docker/web.Dockerfile
  step "building $service"
  # DOCKER_BUILD_OPTIONS is a list of options: it is to be split.
  # shellcheck disable=SC2086
  docker build ${DOCKER_BUILD_OPTIONS:-} --file "$file" --tag "cnop/$service:${IMAGE_TAG:-dev}" \
    --build-arg "SERVICE=$service" --build-arg "PORT=$(port_of "$service")" \
    --build-arg "VERSION=$(version)" --build-arg "REVISION=$(git rev-parse HEAD 2>/dev/null || echo unknown)" \
    . >"$BUILD_LOG" 2>&1 || { cat "$BUILD_LOG" >&2; fail "$service was not built"; exit 1; }
  done_with "cnop/$service:${IMAGE_TAG:-dev}"
}

version() { sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json; }

deploy() {
  step "starting $TARGET"
  if [[ $TARGET == all ]]; then
    compose up --detach --remove-orphans
  else
    compose up --detach --no-deps --force-recreate "$TARGET"
  fi
  for service in $(targets); do wait_for_health "$service"; done
}

wait_for_health() {
  local service=$1 container state
  local deadline=$((SECONDS + HEALTH_DEADLINE_SECONDS))
  while ((SECONDS < deadline)); do
    container=$(compose ps --quiet "$service")
    state=$(docker inspect --format '{{.State.Health.Status}}' "$container" 2>/dev/null || echo missing)
    [[ $state == healthy ]] && { done_with "$service is healthy"; return; }
    sleep 1
  done
  fail "$service is not healthy ($state) after $HEALTH_DEADLINE_SECONDS s; the end of its log:"
  compose logs --tail=30 "$service" >&2
  exit 1
}

# What is published, whatever .env says: this shell has not read it.
where_it_is() {
  local page gateway
  page=$(compose port web 8080 2>/dev/null) || true
  gateway=$(compose port gateway 8080 2>/dev/null) || true
  printf '%s\n' "${page:+page http://localhost:${page##*:}   }${gateway:+gateway http://localhost:${gateway##*:}/api/v1}"
}

parse_arguments "$@"
docker info >/dev/null 2>&1 || { fail "the Docker engine does not answer: is it running, and may you use it?"; exit 1; }
BUILD_LOG=$(mktemp)
trap 'rm -f "$BUILD_LOG"' EXIT
if [[ -n $BUILD ]]; then for service in $(targets); do build "$service"; done; fi
if [[ -n $DEPLOY ]]; then
  scripts/deploy/make-env.sh
  deploy
  done_with "$(where_it_is)"
fi
