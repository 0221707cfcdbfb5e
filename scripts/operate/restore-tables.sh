#!/usr/bin/env bash
# Restores the tables of an environment to one moment, under another prefix: never over those in use.
#
#   scripts/operate/restore-tables.sh prod_ restored_ 2026-11-24T10:00:00Z
#
# All tables are restored to the same second, so that what one says of another holds. Check the copy before it
# is used (DYNAMODB_ENDPOINT=aws DYNAMODB_TABLE_PREFIX=restored_ pnpm ledger:audit), then see docs/operator.md
# for how the services are moved to it.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/deploy/log.sh
source scripts/operate/tables.sh

usage="restore-tables.sh FROM_PREFIX TO_PREFIX TIME"
FROM=${1:?"$usage"} TO=${2:?"$usage"} AT=${3:?"$usage"}
[[ $FROM != "$TO" ]] || { fail "restore under another prefix: the tables in use are not written over"; exit 2; }

# AWS's own wait gives up after eight minutes; a restore takes ten to sixty, however small the table is.
wait_for() {
  for _ in $(seq "${WAITS:-30}"); do
    aws dynamodb wait table-exists --table-name "$1" && return
    step "$1 is still being restored"
  done
  fail "$1 is not there after four hours. What is left to do for it is at the end of this script"
  exit 1
}

names=$(table_names '')
for name in $names; do
  step "$FROM$name as of $AT -> $TO$name"
  aws dynamodb restore-table-to-point-in-time --source-table-name "$FROM$name" --target-table-name "$TO$name" \
    --restore-date-time "$AT" --query TableDescription.TableStatus --output text
done
for name in $names; do
  wait_for "$TO$name"
  # What a restore leaves out.
  aws dynamodb update-continuous-backups --table-name "$TO$name" \
    --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true >/dev/null
  expiry=$(node -p 'JSON.parse(require("fs").readFileSync("terraform/generated/tables.json")).find(({ name }) => name === process.argv[1]).timeToLive ?? ""' "$name")
  [[ -z $expiry ]] || aws dynamodb update-time-to-live --table-name "$TO$name" \
    --time-to-live-specification "Enabled=true,AttributeName=$expiry" >/dev/null
  aws dynamodb update-table --table-name "$TO$name" --deletion-protection-enabled >/dev/null
  done_with "$TO$name"
done
