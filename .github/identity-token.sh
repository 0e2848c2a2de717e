#!/bin/sh
# Prints who this run of a workflow is, as a token of OpenID Connect that sigstore takes. GitHub lets jobs with
# `id-token: write` ask.
set -eu
: "${ACTIONS_ID_TOKEN_REQUEST_URL:?not in a job with the permission id-token: write}"
curl --silent --show-error --fail --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
  "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sigstore" | jq --exit-status --join-output .value
