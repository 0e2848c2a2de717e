import { argument, type Directory, type File, func, object, type Secret } from "@dagger.io/dagger";

/** A secret's value as it may be printed: nothing masks it backwards. */
async function backwards(secret?: Secret): Promise<string | null> {
  return secret ? [...(await secret.plaintext())].reverse().join("") : null;
}

@object()
export class Station {
  label: string;

  constructor(label: string) {
    this.label = label;
  }

  @func()
  open(gate = "main", sshUser = "root"): string {
    return JSON.stringify({ label: this.label, gate, sshUser });
  }
}

/** Arguments of every kind, told as JSON. */
@object()
export class ShipIt {
  registry: string;
  dryRun: boolean;
  source: Directory;

  constructor(
    registry = "none",
    dryRun = false,
    @argument({ defaultPath: "/", ignore: ["**/node_modules"] }) source: Directory,
  ) {
    this.registry = registry;
    this.dryRun = dryRun;
    this.source = source;
  }

  @func()
  config(): string {
    return JSON.stringify({ registry: this.registry, dryRun: this.dryRun });
  }

  @func()
  async deploy(
    host: string,
    sshKey?: Secret,
    retries = 1,
    tags: string[] = [],
    force = false,
    knownHosts?: File,
    conf?: Directory,
  ): Promise<string> {
    const [key, hosts, entries] = [await backwards(sshKey), await knownHosts?.contents(), await conf?.entries()];
    return JSON.stringify({
      host,
      sshKey: key,
      retries,
      tags,
      force,
      knownHosts: hosts ?? null,
      conf: entries ?? null,
    });
  }

  @func()
  async rollBack(keyFile: Secret, toRelease?: string): Promise<string> {
    return JSON.stringify({ keyFile: await backwards(keyFile), toRelease: toRelease ?? null });
  }

  @func()
  files(): Promise<string[]> {
    return this.source.glob("**/.env*");
  }

  @func()
  stamp(name: string): string {
    return `${name} ${Math.random()}`;
  }

  @func()
  station(label = "east"): Station {
    return new Station(label);
  }
}
