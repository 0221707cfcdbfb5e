#!/usr/bin/env bash
# Deploys the product.
#
#   scripts/deploy.sh --type docker --environment dev        on this machine, with Docker Compose
#   scripts/deploy.sh --type k8s    --environment dev        in a cluster of kind on this machine
#   scripts/deploy.sh --type k8s    --environment prod       in the EKS cluster that Terraform made
#   scripts/deploy.sh --type aws    --environment dev|prod   Terraform: the plan, and after a yes what it says
#
# IMAGE_TAG names the images of prod (the commit by default; they must have been pushed).
# --yes answers yes to Terraform, for pipelines.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/deploy/log.sh

usage() { sed -n '4,10p' "$0" | cut -c3-; }
refuse() { fail "$1"; usage >&2; exit 2; }
needs() { for tool in "$@"; do command -v "$tool" >/dev/null || { fail "$tool is needed and not installed"; exit 1; }; done; }

parse_arguments() {
  TYPE='' ENVIRONMENT='' APPROVE=()
  while (($#)); do
    case $1 in
      --type) TYPE=${2:-}; shift 2 || refuse "--type needs a value" ;;
      --environment) ENVIRONMENT=${2:-}; shift 2 || refuse "--environment needs a value" ;;
      --yes) APPROVE=(-auto-approve); shift ;;
      -h | --help) usage; exit 0 ;;
      *) refuse "$1 is not an option" ;;
    esac
  done
  case $TYPE in
    k8s | docker | aws) ;;
    '') refuse "say what to deploy to: --type k8s, docker or aws" ;;
    *) refuse "there is no type $TYPE" ;;
  esac
  case $ENVIRONMENT in
    dev | prod) ;;
    '') refuse "say which: --environment dev or prod" ;;
    *) refuse "there is no environment $ENVIRONMENT" ;;
  esac
  [[ $TYPE != docker || $ENVIRONMENT == dev ]] || refuse "Docker Compose is for one machine: --environment dev"
}

to_docker() { scripts/deploy-docker.sh -bd all; }

to_kind() {
  needs docker kind kubectl
  kind get clusters 2>/dev/null | grep -qx cnop || { step "creating the cluster"; kind create cluster --config kubernetes/dev/kind.yaml; }
  kubectl config use-context kind-cnop >/dev/null
  IMAGE_TAG=dev scripts/deploy-docker.sh -b all
  for service in gateway user-service inventory-service order-service web; do
    kind load docker-image --name cnop "cnop/$service:dev"
  done
  scripts/deploy/make-env.sh
  # shellcheck disable=SC1091
  source .env
  kubectl apply -f kubernetes/dev/namespace.yaml
  secret cnop-dev token-key "JWT_SECRET_KEY=$JWT_SECRET_KEY"
  secret cnop-dev account-key "ACCOUNT_SECRET_KEY=$ACCOUNT_SECRET_KEY"
  secret cnop-dev redis "REDIS_PASSWORD=$REDIS_PASSWORD" "REDIS_URL=redis://:$REDIS_PASSWORD@redis:6379"
  # A finished job cannot be changed, and making the tables again changes nothing.
  kubectl --namespace cnop-dev delete job create-tables --ignore-not-found
  kubectl apply -f kubernetes/rendered/dev.yaml
  wait_for_rollouts cnop-dev
  done_with "page http://localhost:30004   gateway http://localhost:30000/api/v1"
}

# Secrets go through standard input: in an argument every user of the machine could read them.
secret() {
  local namespace=$1 name=$2
  shift 2
  printf '%s\n' "$@" |
    kubectl create secret generic "$name" --namespace "$namespace" --from-env-file=/dev/stdin --dry-run=client -o yaml |
    kubectl apply -f - >/dev/null
  done_with "secret $name"
}

wait_for_rollouts() {
  for service in user-service inventory-service order-service gateway web; do
    step "rolling out $service"
    kubectl --namespace "$1" rollout status "deployment/$service" --timeout=300s || {
      kubectl --namespace "$1" describe deployment "$service" | tail -20 >&2
      fail "$service did not become ready; to go back: kubectl -n $1 rollout undo deployment/$service"
      exit 1
    }
  done
}

output() { terraform -chdir=terraform output -raw "$1"; }
secret_value() { aws secretsmanager get-secret-value --secret-id "cnop-prod/$1" --query SecretString --output text; }

to_eks() {
  needs aws kubectl terraform
  terraform -chdir=terraform init -reconfigure -backend-config="environments/prod.s3.tfbackend" >/dev/null
  aws eks update-kubeconfig --name "$(output cluster_name)" --region "$(output region)"
  kubectl apply -f kubernetes/prod/namespace.yaml
  secret cnop-prod token-key "JWT_SECRET_KEY=$(secret_value jwt-secret-key)"
  secret cnop-prod account-key "ACCOUNT_SECRET_KEY=$(secret_value account-secret-key)"
  secret cnop-prod redis "REDIS_URL=$(secret_value redis-url)"
  filled_in | kubectl apply -f -
  wait_for_rollouts cnop-prod
  done_with "https://$(output domain)"
}

# The manifest of prod with what only Terraform knows; a name that is left over is an error.
filled_in() {
  local manifest pair
  manifest=$(cat kubernetes/rendered/prod.yaml)
  for pair in \
    "IMAGE_REGISTRY=$(output image_registry)" "IMAGE_TAG=${IMAGE_TAG:-$(git rev-parse HEAD)}" \
    "AWS_ACCOUNT_ID=$(output account_id)" "AWS_REGION=$(output region)" "DOMAIN=$(output domain)" \
    "CERTIFICATE_ARN=$(output certificate_arn)" "WEB_ACL_ARN=$(output web_acl_arn)"; do
    [[ -n ${pair#*=} ]] || { fail "Terraform does not say ${pair%%=*}"; return 1; }
    manifest=${manifest//\$\{${pair%%=*}\}/${pair#*=}}
  done
  # shellcheck disable=SC2016
  if grep -q '\${' <<<"$manifest"; then
    fail "the manifest names what nothing fills in: $(grep -o '\${[A-Z_]*}' <<<"$manifest" | sort -u | tr '\n' ' ')"
    return 1
  fi
  printf '%s\n' "$manifest"
}

to_aws() {
  needs terraform aws
  step "terraform for $ENVIRONMENT"
  terraform -chdir=terraform init -reconfigure -backend-config="environments/$ENVIRONMENT.s3.tfbackend"
  terraform -chdir=terraform apply -var-file="environments/$ENVIRONMENT.tfvars" "${APPROVE[@]+"${APPROVE[@]}"}"
  local next="scripts/deploy/push-images.sh, then scripts/deploy.sh --type k8s --environment prod"
  [[ $ENVIRONMENT == prod ]] || next="its tables are those of DYNAMODB_ENDPOINT=aws npm start (terraform/README.md)"
  done_with "$ENVIRONMENT is as terraform/ says; next: $next"
}

parse_arguments "$@"
case $TYPE-$ENVIRONMENT in
  docker-*) to_docker ;;
  k8s-dev) to_kind ;;
  k8s-prod) to_eks ;;
  aws-*) to_aws ;;
esac
