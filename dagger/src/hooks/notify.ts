import type { Secret } from "@dagger.io/dagger";
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
  "given() { tr -d '\\r\\n' </run/given/$1; }",
  "post() {",
  "  curl -fsS --max-time 20 --retry 2 -H 'content-type: application/json' --data-binary @$2 --config - >/dev/null 2>/tmp/said \\",
  '    || echo "$1: $(tail -n 1 /tmp/said)"',
  "}",
] as const;

/** Tells whoever wants to know. Who cannot be told makes no deploy fail: it is said, and no more. */
export async function notify({ webhook, grafana, token }: Listeners, report: Report): Promise<void> {
  if (!webhook && !grafana) return;
  const bodies = tools()
    .withNewFile("/webhook.json", webhookBody(report))
    .withNewFile("/annotation.json", annotationBody(report, Date.now()));
  const on = withGiven(bodies, { webhook, token });
  const address = `${(grafana ?? "").replace(/\/+$/, "")}/api/annotations`;
  const { stdout } = await act(on, [
    ...POST,
    ...(webhook ? [`printf 'url = "%s"\\n' "$(given webhook)" | post webhook /webhook.json`] : []),
    ...(grafana
      ? [
          "{",
          `  printf 'url = "%s"\\n' ${quoted(address)}`,
          ...(token ? [`  printf 'header = "authorization: Bearer %s"\\n' "$(given token)"`] : []),
          "} | post grafana /annotation.json",
        ]
      : []),
  ]);
  for (const line of stdout.split("\n").filter(Boolean)) say("warning", `could not be told: ${line}`);
}
