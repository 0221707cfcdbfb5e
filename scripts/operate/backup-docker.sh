#!/usr/bin/env bash
# Backs the database of the composed product up into one file.
#
#   scripts/operate/backup-docker.sh cnop.tar.gz
#
# The services and the database stop meanwhile, a few seconds, so that the file is of one moment: the page says
# that it cannot be reached and goes on by itself. Keep `.env` with it: second factors cannot be read without
# its ACCOUNT_SECRET_KEY.
set -euo pipefail
FILE=${1:?"say where to: a file that is not there yet"}
[[ $FILE == /* ]] || FILE=$PWD/$FILE
cd "$(dirname "$0")/../.."
source scripts/deploy/log.sh
source scripts/operate/compose-database.sh

[[ ! -e $FILE ]] || { fail "$FILE is there already and is not written over"; exit 2; }
stop_database
trap start_database EXIT
save_database "$FILE"
