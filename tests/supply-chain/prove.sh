#!/bin/sh
# Lists the packages of the image in /image.tar, signs both in a registry of its own, and checks; then changes one byte
# of the image, and checks again. Prints one JSON object of what came out; all else goes to standard error.
set -eu
export COSIGN_PASSWORD='' SYFT_CHECK_FOR_APP_UPDATE=false
cd "$(mktemp -d)"
repository=127.0.0.1:5000/image

cat >registry.yml <<'EOF'
version: 0.1
storage: { filesystem: { rootdirectory: /tmp/registry } }
http: { addr: "127.0.0.1:5000" }
EOF
docker-registry serve registry.yml >registry.log 2>&1 &
until skopeo list-tags --tls-verify=false "docker://$repository" 2>&1 | grep -q 'not known'; do sleep 0.2; done

copy() { skopeo copy --quiet --src-tls-verify=false --dest-tls-verify=false "$1" "$2" >&2; }
# reference TAG: what a tag stands for, by digest.
reference() { echo "$repository@$(skopeo inspect --tls-verify=false --format '{{.Digest}}' "docker://$repository:$1")"; }
# Without the public log of signatures: what is tested is the key's.
signing() { command=$1 && shift && cosign "$command" --yes --key cosign.key --tlog-upload=false --allow-http-registry "$@" >&2; }
checking() {
  command=$1 && shift
  if cosign "$command" --key cosign.pub --insecure-ignore-tlog=true --allow-http-registry "$@" >&2; then echo true; else echo false; fi
}

syft scan --quiet docker-archive:/image.tar -o spdx-json=sbom.json >&2
copy docker-archive:/image.tar "docker://$repository:real"
real=$(reference real)
cosign generate-key-pair >&2
signing sign "$real"
signing attest --type spdxjson --predicate sbom.json "$real"

# The same image but for one byte of its configuration, with the real one's signature and attestation laid beside it:
# what somebody can do who has the registry, and not the key.
copy "docker://$repository:real" dir:changed
config=changed/$(jq -r .config.digest changed/manifest.json | cut -d: -f2)
sed -i 's/"amd64"/"amd65"/' "$config"
digest=$(sha256sum "$config" | cut -d' ' -f1)
mv "$config" "changed/$digest"
jq -c --arg digest "sha256:$digest" '.config.digest = $digest' changed/manifest.json >changed/new
mv changed/new changed/manifest.json
copy dir:changed "docker://$repository:changed"
changed=$(reference changed)
tag() { echo "$1" | sed "s/.*@sha256:\(.*\)/sha256-\1.$2/"; }
for kind in sig att; do copy "docker://$repository:$(tag "$real" $kind)" "docker://$repository:$(tag "$changed" $kind)"; done

jq -c --argjson signed "$(checking verify "$real")" --argjson changedSigned "$(checking verify "$changed")" \
  --argjson attested "$(checking verify-attestation --type spdxjson "$real")" \
  --argjson changedAttested "$(checking verify-attestation --type spdxjson "$changed")" \
  '{spdx: .spdxVersion, packages: [.packages[].name], signed: $signed, attested: $attested,
    changedSigned: $changedSigned, changedAttested: $changedAttested}' sbom.json
