# The database of the composed product, for scripts that read or write its files while it stands still.
source scripts/deploy/compose.sh

USERS_OF_DATABASE=(order-service user-service inventory-service)

stop_database() { compose stop "${USERS_OF_DATABASE[@]}" dynamodb >&2; }
start_database() { compose up --detach --no-recreate dynamodb "${USERS_OF_DATABASE[@]}" >&2; }

# The database, which stands still, as one file that only its owner may read.
save_database() {
  (umask 077 && in_volume tar -C /volumes/dynamodb -cz . >"$1.part") || { rm -f "$1.part"; fail "nothing was backed up"; exit 1; }
  mv "$1.part" "$1"
  done_with "$1 ($(du -h "$1" | cut -f1))"
}

# A command as the owner of the volumes, which are under /volumes.
in_volume() { compose run --rm --no-deps -T --user 1000:1000 prepare-volumes "$@"; }
