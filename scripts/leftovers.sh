#!/usr/bin/env bash
# Refuses what merging and patching leave behind: files that nobody meant to commit, and marks of a
# conflict in those that were. Looks at every file that git knows of the repository it is run in.
set -uo pipefail

status=0
refuse() {
  [ -n "$2" ] || return 0
  printf '%s\n' "$2" | sed "s/^/leftovers: $1: /" >&2
  status=1
}

refuse "left by a merge or a patch" "$(git ls-files -- '*.orig' '*.rej')"
refuse "conflict mark" "$(git grep -nIE '^(<<<<<<<|\|\|\|\|\|\|\||>>>>>>>)( |$)')"
exit $status
