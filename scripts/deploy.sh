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
source scripts/deploy/env-file.sh
source scripts/deploy/secret.sh
source scripts/deploy/eks.sh

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
  for service in "${SERVICES[@]}"; do
    kind load docker-image --name cnop "cnop/$service:dev"
  done
  scripts/deploy/make-env.sh
  local redis_password
  redis_password=$(from_env REDIS_PASSWORD)
  kubectl apply -f kubernetes/dev/namespace.yaml
  secret cnop-dev token-key "JWT_SECRET_KEY=$(from_env JWT_SECRET_KEY)"
  secret cnop-dev account-key "ACCOUNT_SECRET_KEY=$(from_env ACCOUNT_SECRET_KEY)"
  secret cnop-dev redis "REDIS_PASSWORD=$redis_password" "REDIS_URL=redis://:$redis_password@redis:6379"
  # A finished job cannot be changed, and making the tables again changes nothing.
  kubectl --namespace cnop-dev delete job create-tables --ignore-not-found
  kubectl apply -f kubernetes/rendered/dev.yaml
  # The tag is the same for every build, so that a pod, and with it the old code and secrets, would be left as it is.
  kubectl --namespace cnop-dev rollout restart deployment
  wait_for_rollouts cnop-dev
  done_with "page http://localhost:30004   gateway http://localhost:30000/api/v1"
}

wait_for_rollouts() {
  for service in "${SERVICES[@]}"; do
    step "rolling out $service"
    kubectl --namespace "$1" rollout status "deployment/$service" --timeout=300s || {
      kubectl --namespace "$1" describe deployment "$service" | tail -20 >&2
      fail "$service did not become ready; to go back: kubectl -n $1 rollout undo deployment/$service"
      exit 1
    }
  done
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
