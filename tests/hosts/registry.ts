import { until } from "../../testing/programs.ts";
import { type Machine, startMachine } from "./container.ts";
import { imageOf } from "./image.ts";

/** A container registry that the suite made. */
export interface Registry extends Machine {
  /** `address:port`, as it stands in the name of an image. */
  readonly url: string;
  readonly username: string;
  /** What it asks for; undefined where anybody may push. */
  readonly password?: string;
  /** The certificate of the authority that signed its own; undefined on plain http. */
  readonly ca?: string;
  /** Stops it: connections are refused. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

const PORT = 5000;

const settings = ({ password, tls }: Options) => `
version: 0.1
log: { accesslog: { disabled: true }, level: warn }
storage: { filesystem: { rootdirectory: /var/lib/registry }, delete: { enabled: true } }
http: { addr: ":${PORT}"${tls ? ", tls: { certificate: /etc/registry/tls.crt, key: /etc/registry/tls.key }" : ""} }
${password ? "auth: { htpasswd: { realm: registry, path: /etc/registry/htpasswd } }" : ""}`;

/** An authority that signs one certificate, for the registry's address, and is forgotten: nobody else can be signed. */
const certify = `
cd /etc/registry
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=Tests of FlipDocs' \\
  -addext keyUsage=critical,keyCertSign -keyout ca.key -out ca.crt 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" -CA ca.crt -CAkey ca.key \\
  -addext "subjectAltName=IP:$1" -addext basicConstraints=critical,CA:FALSE -keyout tls.key -out tls.crt 2>/dev/null
rm ca.key`;

interface Options {
  readonly password?: string;
  readonly tls?: boolean;
}

/** Starts one: with TLS by an authority of its own, or on plain http; with a password for the user `ci`, or without. */
export async function startRegistry(options: Options = {}): Promise<Registry> {
  const machine = await startMachine("registry", await imageOf("registry.Dockerfile"), [
    "--init",
    "--cap-add",
    "NET_ADMIN",
  ]);
  const { address, sh } = machine;
  const registry = {
    ...machine,
    url: `${address}:${PORT}`,
    username: "ci",
    ...(options.password && { password: options.password }),
    stop: async () => {
      await sh("pkill -x docker-registry && while pgrep -x docker-registry; do sleep 0.1; done");
    },
    start: async () => {
      await sh("docker-registry serve /etc/registry/config.yml >/var/log/registry 2>&1 </dev/null &");
      await until(20, () => sh(`ss -tln | grep -q ':${PORT} '`).then(() => true));
    },
  };
  try {
    await sh('mkdir -p /etc/registry && printf %s "$1" >/etc/registry/config.yml', settings(options));
    if (options.password) await sh('htpasswd -Bbc /etc/registry/htpasswd ci "$1" 2>/dev/null', options.password);
    if (options.tls) await sh(certify, address);
    await registry.start();
    return { ...registry, ...(options.tls && { ca: await sh("cat /etc/registry/ca.crt") }) };
  } catch (error) {
    await machine.remove();
    throw error;
  }
}
