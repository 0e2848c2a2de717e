import { apt } from "./apt.ts";
import { DEBIAN, type Recipe } from "./stand-in.ts";

/** base-files comes first: its links (/lib to usr/lib) must be there before the libraries are unpacked. */
const PACKAGES = ["base-files", "libc6", "libgcc-s1", "libstdc++6", "ca-certificates", "tzdata", "netbase"];

/** What is in these packages that a program without a shell never reads. */
const LEFT_OUT = [
  "usr/share/man",
  "usr/share/lintian",
  "usr/share/gdb",
  "usr/share/gcc",
  "usr/share/locale",
  "usr/share/base-files",
  "usr/share/ca-certificates",
  "usr/sbin",
  "usr/bin",
  "usr/lib/x86_64-linux-gnu/gconv",
  "usr/lib/aarch64-linux-gnu/gconv",
  "etc/update-motd.d",
];

const UNPACK = `mkdir -p /debs /out/var/lib/dpkg/status.d && cd /debs && apt-get -qq download ${PACKAGES.join(" ")} \\
  && for name in ${PACKAGES.join(" ")}; do dpkg-deb -x "$name"_*.deb /out && dpkg-deb -f "$name"_*.deb > "/out/var/lib/dpkg/status.d/$name" || exit 1; done`;

// The bundle is made from the package's own certificates: one that the host trusts besides must not get in.
const TRIM = `mkdir -p /out/etc/ssl/certs && cat /out/usr/share/ca-certificates/mozilla/*.crt > /out/etc/ssl/certs/ca-certificates.crt \\
  && find /out/usr/share/doc -mindepth 1 ! -type d ! -name copyright -delete \\
  && cd /out && rm -rf ${LEFT_OUT.join(" ")} && mkdir -p usr/bin usr/sbin home/nonroot root tmp \\
  && chmod 1777 tmp && chmod 700 root home/nonroot && chown 65532:65532 home/nonroot`;

const NOBODY = "nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin";

const dockerfile = (user: string, workdir: string) => `FROM ${DEBIAN} AS packages
${apt([UNPACK, TRIM])}
COPY <<EOF /out/etc/passwd
root:x:0:0:root:/root:/sbin/nologin
${NOBODY}
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
USER ${user}
WORKDIR ${workdir}
`;

/** gcr.io/distroless/cc-debian13, as root and as nonroot: libraries, certificates and time zones, no shell. */
export const distroless: Recipe = (tag) => {
  const build = { kind: "build", from: "Debian packages", bases: [DEBIAN], packages: [] } as const;
  if (tag === "latest") return { ...build, dockerfile: dockerfile("0", "/") };
  if (tag === "nonroot") return { ...build, dockerfile: dockerfile("65532", "/home/nonroot") };
  return undefined;
};
