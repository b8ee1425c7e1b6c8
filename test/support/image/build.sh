#!/bin/bash
# Builds what test/src/image.test.ts needs, and nothing else needs: stand-ins under the names of the images that
# .github/deploy/Dockerfile begins with, where no registry of containers can be reached. Wants root, buildah, runc, debootstrap,
# Debian's archive and npm's registry; takes minutes the first time.
#
# They hold the files that the real ones hold, as far as loadline can tell: Debian 12 with Node and npm, and the libraries of C
# and C++ with Node alone, without a shell.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
target="${LOADLINE_IMAGES:-$HOME/.cache/loadline/images}"
node="$here/../../../node_modules/node/bin/node"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$target"

stored() { buildah --root "$target/storage" --runroot "$target/run" "$@"; }

# FOLDER NAME OPTION…: an image of the folder's files.
image() {
  local files=$1 name=$2 container
  shift 2
  container="$(stored from scratch)"
  stored add --quiet "$container" "$files" /
  stored config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" "$container"
  stored commit --quiet --rm "$container" "$name"
}

slim="$work/slim"
debootstrap --variant=minbase bookworm "$slim" http://deb.debian.org/debian
rm -rf "$slim"/var/cache/apt/archives/*.deb
install -D -m 755 "$node" "$slim/usr/local/bin/node"
mkdir -p "$slim/usr/local/lib/node_modules/npm" "$slim/etc/ssl/certs"
(cd "$work" && tar -xzf "$(npm pack --silent npm@11)" --strip-components=1 -C "$slim/usr/local/lib/node_modules/npm")
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$slim/usr/local/bin/npm"
cp /etc/ssl/certs/ca-certificates.crt "$slim/etc/ssl/certs/"
image "$slim" docker.io/library/node:24-slim --cmd node

bare="$work/bare"
chroot "$slim" apt-get update -qq
chroot "$slim" sh -c 'cd /tmp && apt-get download -qq base-files netbase tzdata libc6 libgcc-s1 libgomp1 libssl3 libstdc++6'
for package in "$slim"/tmp/*.deb; do dpkg-deb -x "$package" "$bare"; done
rm -rf "$bare"/{bin,sbin,usr/bin,usr/sbin,usr/share/doc,usr/share/man}
install -D -m 755 "$node" "$bare/nodejs/bin/node"
install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$bare/etc/ssl/certs/ca-certificates.crt"
install -d -m 1777 "$bare/tmp"
install -d -o 65532 -g 65532 "$bare/home/nonroot"
printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > "$bare/etc/passwd"
printf 'root:x:0:\nnonroot:x:65532:\n' > "$bare/etc/group"
image "$bare" gcr.io/distroless/nodejs24-debian12:nonroot --user 65532 --workingdir /home/nonroot \
  --env SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt --entrypoint '["/nodejs/bin/node"]'
touch "$target/ready"
echo "$target: stand-ins for node:24-slim and distroless/nodejs24"
