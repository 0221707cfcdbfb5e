#!/usr/bin/env bash
# Replaces the key that signs access tokens.
#
#   scripts/operate/rotate-jwt-key.sh docker    in .env, and restarts the composed product
#   scripts/operate/rotate-jwt-key.sh prod      in Secrets Manager and the cluster, and rolls the pods
#
# Tokens of the old key stop working at once: pages ask for new ones with their refresh cookie, programs log in
# again. In prod pods of both keys run beside each other for a minute or two, and a token of the one is refused
# with 401 by the other: do it at a quiet hour. Where JWT_ALGORITHM names a key pair, this key signs no token and
# is not replaced: pairs overlap and need no such hour (docs/decisions/0015). Firm quotes of the last ten seconds are void. What ACCOUNT_SECRET_KEY protects (second factors, known devices) is
# not touched, as long as that key is set, which it is in both.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/deploy/log.sh
source scripts/deploy/env-file.sh
source scripts/deploy/secret.sh
umask 077

new_key() { head -c 48 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

must_sign_tokens() {
  [[ ${1:-HS256} == HS256 ]] || { fail "tokens are signed with a key pair ($1), which docs/decisions/0015 says how to replace"; exit 1; }
}

in_docker() {
  must_sign_tokens "$(from_env JWT_ALGORITHM)"
  [[ -n $(from_env ACCOUNT_SECRET_KEY) ]] || { fail ".env has no ACCOUNT_SECRET_KEY: run scripts/deploy/make-env.sh first"; exit 1; }
  sed -i.old "s/^JWT_SECRET_KEY=.*/JWT_SECRET_KEY=$(new_key)/" .env && rm -f .env.old
  scripts/deploy-docker.sh -d all
}

# What the settings of the cluster say. That they can be read shows that kubectl reaches the right cluster, before
# Secrets Manager holds a key that nobody uses.
algorithm_in_prod() {
  local settings
  settings=$(kubectl --namespace cnop-prod get deployment user-service \
    -o jsonpath='{.spec.template.spec.containers[0].envFrom[0].configMapRef.name}') && [[ -n $settings ]] &&
    kubectl --namespace cnop-prod get configmap "$settings" -o jsonpath='{.data.JWT_ALGORITHM}'
}

in_prod() {
  local algorithm key
  algorithm=$(algorithm_in_prod) || {
    fail "the context of kubectl ($(kubectl config current-context)) has no product in cnop-prod; nothing was replaced: aws eks update-kubeconfig --name cnop-prod"
    exit 1
  }
  must_sign_tokens "$algorithm"
  key=$(new_key)
  printf %s "$key" | aws secretsmanager put-secret-value --secret-id cnop-prod/jwt-secret-key --secret-string file:///dev/stdin >/dev/null
  secret cnop-prod token-key "JWT_SECRET_KEY=$key"
  # Whoever checks tokens reads the key as it starts.
  for service in user-service inventory-service order-service gateway; do
    kubectl --namespace cnop-prod rollout restart "deployment/$service"
  done
  for service in user-service inventory-service order-service gateway; do
    kubectl --namespace cnop-prod rollout status "deployment/$service" --timeout=300s
  done
}

case ${1:-} in
  docker) in_docker ;;
  prod) in_prod ;;
  *) fail "say where: docker or prod"; exit 2 ;;
esac
done_with "the key is replaced"
