# gcr.io/distroless/cc-debian13:nonroot: libraries, certificates and time zones, no shell.
# base-files comes first: its links (/lib to usr/lib) must be there before the libraries are unpacked.
# The bundle is made from the package's own certificates: one that the host trusts besides must not get in.
FROM debian:trixie-slim AS packages
ARG PACKAGES="base-files libc6 libgcc-s1 libstdc++6 ca-certificates tzdata netbase"
RUN --mount=type=cache,id=flipdocs-apt-archives,target=/var/cache/apt,sharing=locked \
  --mount=type=cache,id=flipdocs-apt-trixie,target=/var/lib/apt/lists,sharing=locked \
  rm -f /etc/apt/apt.conf.d/docker-clean && apt-get -o Acquire::Languages=none -qq update \
  && mkdir -p /debs /out/var/lib/dpkg/status.d && cd /debs && apt-get -qq download $PACKAGES \
  && for name in $PACKAGES; do dpkg-deb -x "$name"_*.deb /out \
    && dpkg-deb -f "$name"_*.deb > "/out/var/lib/dpkg/status.d/$name" || exit 1; done \
  && mkdir -p /out/etc/ssl/certs && cat /out/usr/share/ca-certificates/mozilla/*.crt > /out/etc/ssl/certs/ca-certificates.crt \
  && find /out/usr/share/doc -mindepth 1 ! -type d ! -name copyright -delete \
  && cd /out && rm -rf usr/share/man usr/share/lintian usr/share/gdb usr/share/gcc usr/share/locale \
   usr/share/base-files usr/share/ca-certificates usr/sbin usr/bin usr/lib/*-linux-gnu/gconv etc/update-motd.d \
  && mkdir -p usr/bin usr/sbin home/nonroot root tmp \
  && chmod 1777 tmp && chmod 700 root home/nonroot && chown 65532:65532 home/nonroot
COPY <<EOF /out/etc/passwd
root:x:0:0:root:/root:/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
EOF
COPY <<EOF /out/etc/group
root:x:0:
nobody:x:65534:
tty:x:5:
staff:x:50:
nonroot:x:65532:
EOF
COPY <<EOF /out/etc/nsswitch.conf
hosts: files dns
EOF

FROM scratch
COPY --from=packages /out /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot
