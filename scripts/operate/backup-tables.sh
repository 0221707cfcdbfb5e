#!/usr/bin/env bash
# Backs the tables of an environment up, in AWS.
#
#   scripts/operate/backup-tables.sh prod_              an on-demand backup of each, kept until deleted
#   scripts/operate/backup-tables.sh prod_ --list       the backups there are
#
# Point-in-time recovery is on for every table and needs no backup for the last 35 days; these are for longer,
# and for the moment before a migration.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/deploy/log.sh
source scripts/operate/tables.sh

PREFIX=${1:?"say whose tables: dev_ or prod_"}
if [[ ${2:-} == --list ]]; then
  for table in $(table_names "$PREFIX"); do
    aws dynamodb list-backups --table-name "$table" \
      --query 'BackupSummaries[].[TableName,BackupName,BackupStatus,BackupCreationDateTime,BackupArn]' --output text
  done
  exit
fi
label=$(date -u +%Y%m%dT%H%M%SZ)
for table in $(table_names "$PREFIX"); do
  aws dynamodb create-backup --table-name "$table" --backup-name "$table-$label" --query BackupDetails.BackupArn --output text
  done_with "$table-$label"
done
