#!/bin/sh
# Lets monitoring's containers, each with a user of its own, read what is mounted of the checkout, whatever the umask of
# who cloned it. What others may read already is left alone: it may be somebody else's.
#   compose/monitoring/readable.sh
set -eu
find "$(dirname "$0")" \( -type d ! -perm -055 -o -type f ! -perm -044 \) -exec chmod go+rX {} +
