/** What `docker compose config --format json` prints, as far as it has to be looked into. */
export interface ComposeConfig {
  /** The project. Compose puts it in front of the names of networks, volumes and secrets. */
  name: string;
  services: Record<string, ComposeService>;
  networks?: Record<string, Network>;
  volumes?: Record<string, Named>;
  secrets?: Record<string, Named>;
  configs?: Record<string, Named>;
  [extension: `x-${string}`]: unknown;
}

/** One service. What is not named here goes to Swarm as it is, or is refused by name. */
export interface ComposeService {
  deploy?: Deploy;
  restart?: string;
  security_opt?: string[];
  ports?: Port[];
  volumes?: Mount[];
  tmpfs?: string[];
  [key: string]: unknown;
}

export interface Deploy {
  resources?: { limits?: Resources; reservations?: Resources };
  [key: string]: unknown;
}

export interface Resources {
  cpus?: number | string;
  [key: string]: unknown;
}

export interface Port {
  target: number;
  published?: number | string;
  mode?: string;
  protocol?: string;
  host_ip?: string;
}

export interface Mount {
  type: string;
  source?: string;
  target: string;
  read_only?: boolean;
  bind?: Record<string, unknown>;
  volume?: Record<string, unknown>;
  tmpfs?: { size?: number | string; mode?: number };
}

/** A volume, secret or config; Compose prints its whole name. */
export interface Named {
  name?: string;
  [key: string]: unknown;
}

export interface Network extends Named {
  driver?: string;
  external?: boolean;
  enable_ipv6?: boolean;
  ipam?: { config?: { subnet?: string }[]; [key: string]: unknown };
}
