# shellcheck shell=bash
# What .env says of one name, as Docker Compose reads it: `from_env NAME`; nothing without the name or the file.
# The file is not run as a script, which an unquoted value with a space in it, such as a PEM, would break.
from_env() {
  [[ -f .env ]] || return 0
  sed -n "s/^$1=//p" .env | tail -n 1 | sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' |
    sed -e 's/^"\([^"]*\)".*/\1/;t' -e "s/^'\([^']*\)'.*/\1/;t" -e 's/^#.*//' -e 's/[[:space:]]*[[:space:]]#.*//'
}
