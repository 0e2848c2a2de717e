# A Postgres server, as Debian has it, open to the network by password.
ARG BASE
FROM $BASE
RUN apt-get -qq update \
  && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends iproute2 postgresql >/dev/null \
  && rm -rf /var/lib/apt/lists/* \
  && echo "listen_addresses = '*'" >>/etc/postgresql/17/main/postgresql.conf \
  && echo 'host all all all scram-sha-256' >>/etc/postgresql/17/main/pg_hba.conf
# It ends with its standard input: a run that was killed leaves no server behind.
ENTRYPOINT ["sh", "-c", "pg_ctlcluster 17 main start && exec cat"]
