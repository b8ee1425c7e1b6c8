#!/bin/bash
# Builds what the tests of a real API server need, and nothing else needs: the server with etcd in it, with controllers, scheduler and
# pretended nodes, and the definitions of the custom resources that the templates use, generated from their operators' Go types.
# Wants Go 1.26 and its module proxy; takes half an hour of two cores the first time.
#
# Of ACK, Config Connector, Azure Service Operator and provider-http there are no modules to be had: their kinds are not asked
# about here, and stand in src/adapters/own-schemas with their sources.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
target="${LOADLINE_API_SERVER:-$HOME/.cache/loadline/api-server}"
release=1.36.3
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$target"

version=k8s.io/component-base/version
(cd "$here" && go build -o "$target/cluster" -ldflags \
  "-s -w -X $version.gitVersion=v$release -X $version.gitMajor=${release%%.*} -X $version.gitMinor=36" .)

GOBIN="$work/bin" go install sigs.k8s.io/controller-tools/cmd/controller-gen@v0.20.1

# MODULE VERSION PACKAGE…: one Go module for each operator, since they want different versions of the same libraries.
define() {
  local module=$1 at=$2
  shift 2
  local own="$work/${module##*/}"
  mkdir -p "$own" && cd "$own"
  go mod init definitions.test 2>/dev/null
  go mod download "$module@$at"
  # What a module replaces of Kubernetes' libraries counts only where it is the main one.
  sed -n 's/^[[:space:]]*\(k8s\.io\/[a-z-]*\) => \(k8s\.io\/[a-z-]*\) \(v[0-9.]*\)$/\1=\2@\3/p' \
    "$(go env GOMODCACHE)/cache/download/$module/@v/$at.mod" |
    while read -r replaced; do go mod edit -replace "$replaced"; done
  printf 'package definitions\n\n' > definitions.go
  for package in "$@"; do
    go get "$module/$package@$at"
    printf 'import _ "%s/%s"\n' "$module" "$package" >> definitions.go
    "$work/bin/controller-gen" crd:allowDangerousTypes=true "paths=$module/$package" "output:crd:dir=$work/crds"
  done
}

define github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring v0.95.2 v1 v1alpha1
define github.com/kedacore/keda/v2 v2.21.0 apis/keda/v1alpha1
define github.com/external-secrets/external-secrets v0.16.2 apis/externalsecrets/v1
# Later ones mark fields in a way that this generator takes for required.
define github.com/cilium/cilium v1.16.5 pkg/k8s/apis/cilium.io/v2
define github.com/argoproj/argo-cd/v3 v3.2.1 pkg/apis/application/v1alpha1

# Those that the templates and the tests use: a server takes seconds for each.
rm -rf "$target/crds" && mkdir -p "$target/crds"
for kind in scaledobjects scaledjobs triggerauthentications prometheusrules servicemonitors podmonitors probes \
  alertmanagerconfigs externalsecrets secretstores ciliumnetworkpolicies applications applicationsets appprojects; do
  cp "$work"/crds/*_"$kind".yaml "$target/crds/"
done
echo "$target: an API server of $release and $(ls "$target/crds" | wc -l) definitions"
