# AWS without AWS: moto answers as its services do, and there are its command line and what checks templates for it.
ARG BASE
FROM $BASE
RUN apt-get -qq update \
  && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    ca-certificates cloud-init curl iproute2 jq python3-venv >/dev/null \
  && rm -rf /var/lib/apt/lists/*
# Who vouches for the package registry is the machine's own matter: its certificates are mounted, not kept.
RUN --mount=from=certificates,target=/certificates python3 -m venv /aws \
  && PIP_CERT=/certificates/ca-certificates.crt /aws/bin/pip install --quiet --no-cache-dir --disable-pip-version-check \
    awscli==1.46.3 cfn-lint==1.58.0 "moto[server,cloudformation]==5.2.5"
ENV PATH=/aws/bin:$PATH
# It ends with its standard input: a run that was killed leaves no server behind.
ENTRYPOINT ["sh", "-c", "moto_server --host 0.0.0.0 --port 5000 >/var/log/moto 2>&1 & exec cat"]
