import type { Container, Secret } from "@dagger.io/dagger";
import { say } from "../progress.js";
import { act } from "../release/act.js";
import { tools, withGiven } from "../release/tools.js";
import { quoted } from "../shell.js";
import { annotationBody, type Report, webhookBody } from "./report.js";

/** Who is told what a deploy came to. */
export interface Listeners {
  /** A webhook's address, which is as good as a password. */
  webhook?: Secret;
  /** Grafana's address, as in https://grafana.example, and a token that may write annotations. */
  grafana?: string;
  token?: Secret;
}

/** Addresses and tokens come by standard input: a command line is for all to read. */
const POST = [
  // As curl's configuration wants what is in quotes.
  `given() { tr -d '\\r\\n' </run/given/$1 | sed 's/["\\\\]/\\\\&/g'; }`,
  "post() {",
  "  code=$(curl -fsS --proto =http,https --max-time 20 --retry 2 -H 'content-type: application/json' --data-binary @$2 \\",
  "    --output /dev/null --write-out '%{http_code}' --config - 2>/tmp/said) \\",
  '    || { echo "$1: $(tail -n 1 /tmp/said)"; return 0; }',
  // A message that was sent on would arrive without its body.
  '  case $code in 3*) echo "$1: it answers $code, and takes nothing here: give the address that it sends to" ;; esac',
  "}",
] as const;

/** A token in its place would be taken for a host, and said of it that there is none. */
const WEBHOOK = [
  "case $(given webhook) in",
  `  http://* | https://*) printf 'url = "%s"\\n' "$(given webhook)" | post webhook /webhook.json ;;`,
  '  *) echo "webhook: what was given does not begin with https://" ;;',
  "esac",
] as const;

/** Tells whoever wants to know. Who cannot be told makes no deploy fail: it is said, and no more. */
export async function notify({ webhook, grafana, token }: Listeners, report: Report): Promise<void> {
  if (!webhook && !grafana) return;
  const bodies = tools()
    .withNewFile("/webhook.json", webhookBody(report))
    .withNewFile("/annotation.json", annotationBody(report, Date.now()));
  const on = withGiven(bodies, { webhook, token });
  const address = `${(grafana ?? "").replace(/\/+$/, "")}/api/annotations`;
  const lines = [
    ...POST,
    ...(webhook ? WEBHOOK : []),
    ...(grafana
      ? [
          "{",
          `  printf 'url = "%s"\\n' ${quoted(address)}`,
          ...(token ? [`  printf 'header = "authorization: Bearer %s"\\n' "$(given token)"`] : []),
          "} | post grafana /annotation.json",
        ]
      : []),
  ];
  for (const line of await answered(on, lines)) say("warning", `could not be told: ${line}`);
}

/** Who did not take it, and why; a secret that nobody has set is no reason to fail either. */
async function answered(on: Container, lines: readonly string[]): Promise<string[]> {
  try {
    const { stdout } = await act(on, lines);
    return stdout.split("\n").filter(Boolean);
  } catch (error) {
    return [String(error instanceof Error ? error.message : error).split("\n", 1)[0] ?? ""];
  }
}
