# A container registry, as Debian has it, with what makes certificates and passwords for it.
ARG BASE
FROM $BASE
RUN apt-get -qq update \
  && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    apache2-utils docker-registry iproute2 openssl procps >/dev/null \
  && rm -rf /var/lib/apt/lists/*
VOLUME /var/lib/registry
# It ends with its standard input: a run that was killed leaves no registry behind.
ENTRYPOINT ["cat"]
