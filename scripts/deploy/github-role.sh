#!/usr/bin/env bash
# In a job of GitHub Actions: makes the steps that follow act as a role of AWS. No key is stored; GitHub's own token,
# which says what runs where, is traded for an hour of the role: github-role.sh ROLE_ARN
set -euo pipefail
ROLE=${1:?"github-role.sh ROLE_ARN"}
umask 077
cd "$RUNNER_TEMP"
trap 'rm -f token role.json' EXIT

curl --fail --silent --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
  "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com" | jq --join-output .value >token
aws sts assume-role-with-web-identity --role-arn "$ROLE" --role-session-name "deploy-$GITHUB_RUN_ID" \
  --web-identity-token file://token --duration-seconds 3600 --query Credentials --output json >role.json
jq --raw-output '.SecretAccessKey, .SessionToken | "::add-mask::\(.)"' role.json
jq --raw-output '"AWS_ACCESS_KEY_ID=\(.AccessKeyId)", "AWS_SECRET_ACCESS_KEY=\(.SecretAccessKey)", "AWS_SESSION_TOKEN=\(.SessionToken)"' \
  role.json >>"$GITHUB_ENV"
