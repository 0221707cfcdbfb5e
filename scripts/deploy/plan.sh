#!/usr/bin/env bash
# What Terraform would do, made and shown by one job and done by another, after someone has looked at it:
#   plan.sh make  dev|prod NAME
#   plan.sh apply dev|prod NAME
# In between it is in the bucket of the state: it holds the same secrets, and whoever can read a repository can read
# the artifacts of its workflows. Terraform refuses a plan that is older than the state.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/deploy/log.sh
usage="plan.sh make|apply dev|prod NAME"
ACTION=${1:?"$usage"} ENVIRONMENT=${2:?"$usage"} NAME=${3:?"$usage"}
BACKEND=environments/$ENVIRONMENT.s3.tfbackend
BUCKET=$(sed -n 's/^bucket *= *"\(.*\)"$/\1/p' "terraform/$BACKEND")
KEPT=s3://$BUCKET/plans/$NAME

umask 077
file=$(mktemp)
trap 'rm -f "$file"' EXIT
terraform -chdir=terraform init -input=false -reconfigure -backend-config="$BACKEND"
case $ACTION in
  make)
    terraform -chdir=terraform plan -input=false -var-file="environments/$ENVIRONMENT.tfvars" -out="$file"
    aws s3 cp --only-show-errors "$file" "$KEPT"
    ;;
  apply)
    aws s3 cp --only-show-errors "$KEPT" "$file" || { fail "there is no plan $NAME, or it is done already: make one first"; exit 1; }
    terraform -chdir=terraform apply -input=false "$file"
    aws s3 rm --only-show-errors "$KEPT"
    ;;
  *) fail "$usage"; exit 2 ;;
esac
