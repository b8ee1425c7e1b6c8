#!/bin/bash
# Builds the parts of Argo CD that sync and notify, for the tests that have one bring what is rendered into a cluster; nothing else
# needs it. Wants Go 1.26 and its module proxy; takes twenty minutes of two cores the first time. The cluster is built by
# ../api-server/build.sh.
#
# 3.2.1, since later releases cannot be had as a module: they replace one of their own by a folder.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
target="${LOADLINE_ARGO_CD:-$HOME/.cache/loadline/argo-cd}"
release=3.2.1
mkdir -p "$target"

(cd "$here" && go build -o "$target/argo-cd" \
  -ldflags "-s -w -X github.com/argoproj/argo-cd/v3/common.version=$release" .)
echo "$target: Argo CD $release"
