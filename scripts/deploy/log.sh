# shellcheck shell=bash
# Lines a person reads: what is being done, what is done, what went wrong. Coloured on a terminal only.
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  BLUE=$'\e[34m' GREEN=$'\e[32m' RED=$'\e[31m' PLAIN=$'\e[0m'
else
  BLUE='' GREEN='' RED='' PLAIN=''
fi
step() { echo "${BLUE}▸ $*${PLAIN}"; }
done_with() { echo "${GREEN}✓ $*${PLAIN}"; }
fail() { echo "${RED}✗ $*${PLAIN}" >&2; }
