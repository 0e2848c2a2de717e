# Programs of the tests, from Debian: a certificate authority and a grader of TLS.
FROM debian:trixie-20250811-slim
RUN apt-get -qq update \
  && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    ca-certificates curl openssl pebble testssl.sh >/dev/null \
  && rm -rf /var/lib/apt/lists/*
