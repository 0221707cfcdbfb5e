# shellcheck shell=bash
# The EKS cluster that Terraform made: `to_eks`.
#
# Everything that is only read is read first, each into a variable: a command that fails inside the argument of
# another ends no script, and what it did not say would be deployed as an empty value.
SERVICES=(user-service inventory-service order-service gateway web)

to_eks() {
  needs aws kubectl terraform
  terraform -chdir=terraform init -reconfigure -backend-config="environments/prod.s3.tfbackend" >/dev/null
  REGION=$(output region)
  IMAGE_TAG=${IMAGE_TAG:-$(git rev-parse HEAD)}
  images_are_pushed
  local token_key account_key redis_url manifest cluster
  token_key=$(secret_value jwt-secret-key)
  account_key=$(secret_value account-secret-key)
  redis_url=$(secret_value redis-url)
  manifest=$(with_outputs)
  cluster=$(output cluster_name)

  aws eks update-kubeconfig --name "$cluster" --region "$REGION"
  kubectl apply -f kubernetes/prod/namespace.yaml
  secret cnop-prod token-key "JWT_SECRET_KEY=$token_key"
  secret cnop-prod account-key "ACCOUNT_SECRET_KEY=$account_key"
  secret cnop-prod redis "REDIS_URL=$redis_url"
  manifest=$(with_secret_versions "$manifest")
  kubectl apply -f - <<<"$manifest"
  wait_for_rollouts cnop-prod
  done_with "https://$(output domain)"
}

# What Terraform says by a name.
output() {
  local said
  said=$(terraform -chdir=terraform output -raw "$1") && [[ -n $said ]] || { fail "Terraform does not say $1"; return 1; }
  printf '%s\n' "$said"
}

# A secret of Secrets Manager, which is never empty.
secret_value() {
  local value
  value=$(aws secretsmanager get-secret-value --secret-id "cnop-prod/$1" --region "$REGION" \
    --query SecretString --output text) && [[ -n $value && $value != None ]] ||
    { fail "Secrets Manager does not say cnop-prod/$1; nothing was deployed"; return 1; }
  printf '%s\n' "$value"
}

# Pods of an image that is not there would wait for it until the rollout is given up.
images_are_pushed() {
  local registry service missing=()
  registry=$(output image_registry)
  for service in "${SERVICES[@]}"; do
    aws ecr describe-images --repository-name "${registry#*/}/$service" --image-ids "imageTag=$IMAGE_TAG" \
      --region "$REGION" >/dev/null || missing+=("$service")
  done
  ((${#missing[@]} == 0)) || {
    fail "not in the registry with the tag $IMAGE_TAG: ${missing[*]}; scripts/deploy/push-images.sh pushes them, IMAGE_TAG names others"
    return 1
  }
}

# The manifest of prod with what only Terraform knows.
with_outputs() {
  local manifest name value
  manifest=$(cat kubernetes/rendered/prod.yaml) || return 1
  manifest=${manifest//\$\{IMAGE_TAG\}/$IMAGE_TAG}
  for name in IMAGE_REGISTRY:image_registry AWS_ACCOUNT_ID:account_id AWS_REGION:region DOMAIN:domain \
    CERTIFICATE_ARN:certificate_arn WEB_ACL_ARN:web_acl_arn; do
    value=$(output "${name#*:}") || return 1
    manifest=${manifest//\$\{${name%:*}\}/$value}
  done
  printf '%s\n' "$manifest"
}

# And with the versions of the secrets that are in the cluster; a name that is left over is an error.
with_secret_versions() {
  local manifest=$1 versions
  versions=$(kubectl --namespace cnop-prod get secret token-key account-key redis coingecko token-private-key --ignore-not-found \
    -o jsonpath='{range .items[*]}{.metadata.name}={.metadata.resourceVersion} {end}') && [[ -n $versions ]] ||
    { fail "the cluster does not say which secrets it has"; return 1; }
  manifest=${manifest//\$\{SECRET_VERSIONS\}/${versions% }}
  # shellcheck disable=SC2016
  if grep -q '\${' <<<"$manifest"; then
    fail "the manifest names what nothing fills in: $(grep -o '\${[A-Z_]*}' <<<"$manifest" | sort -u | tr '\n' ' ')"
    return 1
  fi
  printf '%s\n' "$manifest"
}
