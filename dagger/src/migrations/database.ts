import type { Container, Secret } from "@dagger.io/dagger";
import { type Access, reach, step } from "../deploy/reach.js";
import { EXIT, Refusal, tail } from "../deploy/refusal.js";
import { PART, parts } from "../deploy/remote.js";
import { tools, withGiven } from "../release/tools.js";
import { installing, script } from "../shell.js";

/** Postgres' own client: Debian's, which dumps servers of its version and older ones. */
const withPostgres = (on: Container): Container => on.withExec(script(...installing("postgresql-client")));

/** What reaches a database, from the host: it may be open to that one only. */
export const withDatabase = (access: Access, database: Secret): Container =>
  withGiven(reach(access, withPostgres(tools())), { database });

/**
 * Reads the address in the file FROM, and names it to Postgres' programs in the file services below INTO, which is in
 * memory: on a command line others could read its password. With THROUGH, they go to that port of this machine.
 */
export const SERVICES = [
  "perl -we '",
  "  local $/; open(my $given, q(<), $ENV{FROM}) or die; my $url = <$given>; $url =~ s/^\\s+|\\s+$//g;",
  "  my ($user, $password, $host, $port, $name, $options) =",
  "    $url =~ m{^postgres(?:ql)?://(?:([^:@/]*)(?::([^@/]*))?@)?(\\[[^\\]]+\\]|[^:/?\\[@\\s]+)(?::(\\d+))?(?:/([^?]*))?(?:\\?(.*))?$}s or exit 40;",
  "  my %all = (host => $host, user => $user, password => $password, dbname => $name, map { split /=/, $_, 2 } split /&/, $options // q());",
  // Of Prisma's: addresses that Supabase shows have them, and Postgres' programs take none that they do not know.
  "  delete @all{qw(pgbouncer connection_limit pool_timeout)};",
  "  $port = $all{port} = ($all{port} // $port // 5432) + 0; exit 40 if $port < 1 || $port > 65535;",
  "  if ($ENV{THROUGH}) { $all{hostaddr} = q(127.0.0.1); $all{port} = $ENV{THROUGH}; }",
  "  $all{connect_timeout} //= 10; $all{host} =~ s/^\\[|\\]$//g;",
  "  print qq([flipdocs]\\n);",
  "  for my $key (sort keys %all) {",
  "    next unless defined $all{$key} && length $all{$key};",
  "    (my $value = $all{$key}) =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge; exit 40 if $value =~ /[\\r\\n]/ || $key !~ /^\\w+$/;",
  "    print qq($key=$value\\n);",
  "  }",
  "  open(my $way, q(>), $ENV{INTO} . q(/way)) or die; print $way qq($host:$port\\n);",
  "' >$INTO/services || exit 40",
  "export PGSERVICEFILE=$INTO/services PGSERVICE=flipdocs PGAPPNAME=flipdocs",
] as const;

/** What SERVICES says of an address by ending with 40. */
export const NO_ADDRESS = [
  "--database is no address of a Postgres database.",
  "Give it as in --database env:DATABASE_URL, which holds postgresql://user:password@host:5432/postgres; in the password, @ is %40, / is %2F and % is %25.",
] as const;

/** Opens the way to the database through the host, for as long as a step takes. */
const CONNECT = [
  "export FROM=/run/given/database INTO=/run/ssh THROUGH=15432",
  ...SERVICES,
  // What the database says of itself is not said of the host: `step` reads standard error for that.
  ": >/run/ssh/asked >/run/ssh/tunnel",
  "trap 'code=$?; [ $code = 0 ] || part failed cat /run/ssh/tunnel /run/ssh/asked; exit $code' EXIT",
  'ssh -o ControlPath=none -o ExitOnForwardFailure=yes -fN -L "127.0.0.1:15432:$(cat /run/ssh/way)" host 2>/run/ssh/tunnel || exit 41',
  'ask() { psql -XqAt -v ON_ERROR_STOP=1 "$@" 2>>/run/ssh/asked; }',
] as const;

/**
 * Runs shell lines that ask the database, never from a cache.
 *
 * @param on as `withDatabase` makes it
 * @returns how it ended, what it printed, and what the database said against it
 * @throws Refusal when the address is none, or nothing answers there
 */
export async function asking(
  on: Container,
  lines: readonly string[],
): Promise<{ code: number; stdout: string; log: string }> {
  const said = await step(on, [...PART, ...CONNECT, "ask -c 'select 1' >/dev/null || exit 41", ...lines]);
  const log = tail(parts(said.stdout).failed || said.stderr, 10);
  if (said.code === 40) throw new Refusal(EXIT.refused, ...NO_ADDRESS);
  if (said.code === 41)
    throw new Refusal(
      EXIT.refused,
      "The database does not let the host in.",
      "Check --database: its user, its password, and that it is reached from the host.",
      log,
    );
  return { code: said.code, stdout: said.stdout.split(/^==== /m)[0]?.trim() ?? "", log };
}
