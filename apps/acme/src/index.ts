/**
 * Keeps the proxy's certificate current: self-signed until ACME_DOMAINS has one of an authority, which is renewed in
 * time. The proxy reads the file at each handshake, so laying it down is all there is to do.
 *   ACME_DOMAINS   names, separated by commas; empty: self-signed for good
 *   ACME_EMAIL     whom the authority may write to; may be empty
 *   ACME_SERVER    the authority's directory; by default Let's Encrypt
 *   ACME_CA_FILE   certificates that vouch for the authority, where it is a private one
 *   ACME_PROXY     who hands on the authority's questions, as in proxy:8080: nothing is asked before it listens
 *   ACME_CHECK_SECONDS, ACME_RETRY_SECONDS   how often to look, and the first pause after an attempt
 * SIGHUP: a person's wish not to wait for the next attempt.
 */
import { createAccountKey, obtain } from "./authority.ts";
import { createChallenges } from "./challenges.ts";
import { type Keeper, look, wish } from "./keeper.ts";
import { listens } from "./listens.ts";
import { log, say } from "./log.ts";
import { SITE, STATE } from "./paths.ts";
import { readSettings } from "./settings.ts";

process.umask(0o077);
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit());

const settings = readSettings(process.env);
const challenges = createChallenges();
challenges.server.listen(8888);

const keeper: Keeper = {
  settings,
  site: SITE,
  state: STATE,
  obtain: (accountKey) => obtain(settings, accountKey, challenges),
  createAccountKey,
  isReachable: async () => !settings.proxy || listens(settings.proxy),
  now: Date.now,
  log,
};

let wake = () => {};
process.on("SIGHUP", () => {
  const failed = (error: unknown) => log("error", `the wish cannot be kept: ${say(error)}`);
  wish(keeper).then(() => wake(), failed);
});

log("info", `keeping a certificate for ${settings.names.join(", ") || "nobody: it is self-signed"}`);

/** A wish ends it. */
const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    wake = () => {
      clearTimeout(timer);
      done();
    };
  });

while (true) await pause((await look(keeper)) - Date.now());
