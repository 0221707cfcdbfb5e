#!/usr/bin/env bash
# Replaces the key that signs access tokens.
#
#   scripts/operate/rotate-jwt-key.sh docker    in .env, and restarts the composed product
#   scripts/operate/rotate-jwt-key.sh prod      in Secrets Manager and the cluster, and rolls the pods
#
# Tokens of the old key stop working at once: pages ask for new ones with their refresh cookie, programs log in
# again. In prod pods of both keys run beside each other for a minute or two, and a token of the one is refused
# with 401 by the other: do it at a quiet hour. Key pairs (JWT_ALGORITHM) overlap and need no such hour. Firm
# quotes of the last ten seconds are void. What ACCOUNT_SECRET_KEY protects (second factors, known devices) is
# not touched, as long as that key is set, which it is in both.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/deploy/log.sh
umask 077

new_key() { head -c 48 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

in_docker() {
  grep -q '^ACCOUNT_SECRET_KEY=.' .env || { fail ".env has no ACCOUNT_SECRET_KEY: run scripts/deploy/make-env.sh first"; exit 1; }
  sed -i.old "s/^JWT_SECRET_KEY=.*/JWT_SECRET_KEY=$(new_key)/" .env && rm -f .env.old
  scripts/deploy-docker.sh -d all
}

in_prod() {
  new_key | aws secretsmanager put-secret-value --secret-id cnop-prod/jwt-secret-key --secret-string file:///dev/stdin >/dev/null
  printf 'JWT_SECRET_KEY=%s\n' "$(aws secretsmanager get-secret-value --secret-id cnop-prod/jwt-secret-key --query SecretString --output text)" |
    kubectl create secret generic token-key --namespace cnop-prod --from-env-file=/dev/stdin --dry-run=client -o yaml |
    kubectl apply -f -
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
