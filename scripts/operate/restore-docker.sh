#!/usr/bin/env bash
# Puts the database of the composed product back to what a backup holds.
#
#   scripts/operate/restore-docker.sh cnop.tar.gz
#
# What the database holds now is first backed up beside that file. Orders and money since the backup are gone
# afterwards; prices and limits are not kept and go on.
set -euo pipefail
FILE=${1:?"say what from: a file of backup-docker.sh"}
[[ $FILE == /* ]] || FILE=$PWD/$FILE
cd "$(dirname "$0")/../.."
source scripts/deploy/log.sh
source scripts/operate/compose-database.sh

tar -tzf "$FILE" >/dev/null || { fail "$FILE is no backup"; exit 2; }
stop_database
trap start_database EXIT
save_database "$FILE.before-$(date -u +%Y%m%dT%H%M%SZ).tar.gz"
in_volume sh -c 'find /volumes/dynamodb -mindepth 1 -delete && tar -C /volumes/dynamodb -xz' <"$FILE"
done_with "the database is that of $FILE"
