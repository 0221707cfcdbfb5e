# shellcheck shell=bash
# Puts a secret into the cluster: `secret NAMESPACE NAME KEY=VALUE...`. Refuses an empty value: whoever starts with
# one takes it for a setting that is not set, and goes on with a weaker default.
secret() {
  local namespace=$1 name=$2 pair
  shift 2
  for pair in "$@"; do
    [[ -n ${pair#*=} ]] || { fail "there is no value for ${pair%%=*}: the secret $name is left as it is"; return 1; }
  done
  # Through standard input: in an argument every user of the machine could read it.
  printf '%s\n' "$@" |
    kubectl create secret generic "$name" --namespace "$namespace" --from-env-file=/dev/stdin --dry-run=client -o yaml |
    kubectl apply -f - >/dev/null
  done_with "secret $name"
}
