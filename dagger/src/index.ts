/**
 * FlipDocs, built, tested and served.
 *
 * Each stage of each image is a function; so is each check. Inputs are narrow: an edit runs what depends on it.
 */
import {
  argument,
  type Container,
  check,
  type Directory,
  type File,
  func,
  object,
  type Secret,
  type Service,
} from "@dagger.io/dagger";
import { type App, appOf, basesOf } from "./app.js";
import { released } from "./apps.js";
import { afterDeploy, parseAfterwards } from "./backup/after-deploy.js";
import { backup, keptBy } from "./backup/backup.js";
import { backups } from "./backup/backups.js";
import { drill } from "./backup/drill.js";
import { backupHere, restoreFrom } from "./backup/here.js";
import { repositoryAt } from "./backup/repository.js";
import { restore } from "./backup/restore.js";
import { schedule, unschedule } from "./backup/schedule.js";
import { outcome, summary } from "./checks/suite.js";
import { pass, type Subject, suites } from "./checks/suites.js";
import { type Deployed, deploy, plan } from "./deploy/deploy.js";
import { ending } from "./deploy/ending.js";
import { health } from "./deploy/health.js";
import { spanOf, spansOf } from "./deploy/lock.js";
import * as reports from "./deploy/reports.js";
import { rollback } from "./deploy/rollback.js";
import { scale } from "./deploy/scale.js";
import { pullerOf, references, ship, shipped, signed, supplyOf, throughOf, trustOf } from "./deploy/ship.js";
import { formatOf } from "./deploy/table.js";
import { template } from "./ec2/template.js";
import { file, renderedUserData } from "./ec2/user-data.js";
import { around } from "./hooks/around.js";
import { images as bases } from "./images.js";
import { join } from "./join/join.js";
import { schemaFrom } from "./migrations/migrate.js";
import { from, parsePlatforms } from "./platform.js";
import { say } from "./progress.js";
import { proxy } from "./proxy.js";
import { prune } from "./prune/prune.js";
import { bundle } from "./release/bundle.js";
import { type Built, built, type Product } from "./release/publish.js";
import { parsePrefix, parseTags } from "./release/reference.js";
import { loginOf } from "./release/registry.js";
import { publishFor } from "./release/several.js";
import { caveat, signerOf } from "./release/sign.js";
import { siteConfig, siteOf } from "./release/site.js";
import { refuseStandIns } from "./release/stand-ins.js";
import { allButAcme, allButApi, allButCompose, allButNginx, allButSupabase, allButWeb } from "./shares.js";
import { outside, part, tracked } from "./source.js";
import { stack } from "./stack.js";

@object()
export class Flipdocs {
  /**
   * The web app: its stages deps, builder and runner.
   *
   * dagger call web runner
   */
  @func()
  web(@argument({ defaultPath: ".", ignore: allButWeb }) source: Directory): App {
    return appOf("web", source);
  }

  /**
   * The API: its stages deps, builder and runner.
   *
   * dagger call api runner
   */
  @func()
  api(@argument({ defaultPath: ".", ignore: allButApi }) source: Directory): App {
    return appOf("api", source);
  }

  /**
   * Any app of the table in dagger/src/apps.ts: its stages deps, builder and runner.
   *
   * dagger call app --name acme runner
   *
   * @param name as the table has it
   */
  @func()
  async app(@argument({ defaultPath: ".", ignore: outside }) source: Directory, name: string): Promise<App> {
    return ending(async () => appOf(name, source));
  }

  /**
   * The production image of the web app.
   *
   * dagger call build-web export-image --name flipdocs-web
   */
  @func()
  buildWeb(@argument({ defaultPath: ".", ignore: allButWeb }) source: Directory): Container {
    return this.web(source).runner();
  }

  /**
   * The production image of the API.
   *
   * dagger call build-api export-image --name flipdocs-api
   */
  @func()
  buildApi(@argument({ defaultPath: ".", ignore: allButApi }) source: Directory): Container {
    return this.api(source).runner();
  }

  /**
   * The image of the proxy; nginx has checked its configuration.
   *
   * dagger call build-proxy export-image --name flipdocs-proxy
   */
  @func()
  buildProxy(@argument({ defaultPath: ".", ignore: allButNginx }) source: Directory): Promise<Container> {
    return proxy(part(source, allButNginx).directory("nginx"));
  }

  /**
   * The image of the ACME client, which keeps the proxy's certificate current.
   *
   * dagger call build-acme export-image --name flipdocs-acme
   */
  @func()
  buildAcme(@argument({ defaultPath: ".", ignore: allButAcme }) source: Directory): Container {
    return appOf("acme", source).runner();
  }

  /**
   * The image of the local Supabase, for development and tests.
   *
   * dagger call build-supabase export-image --name flipdocs-supabase
   */
  @func()
  buildSupabase(@argument({ defaultPath: ".", ignore: allButSupabase }) source: Directory): Container {
    return appOf("supabase", source).runner();
  }

  /**
   * Web and API, both at once; one line each.
   *
   * dagger call build
   */
  @func()
  async build(@argument({ defaultPath: ".", ignore: outside }) source: Directory): Promise<string> {
    const images = { web: this.buildWeb(source), api: this.buildApi(source) };
    await Promise.all(Object.values(images).map((image) => image.sync()));
    return Object.keys(images)
      .map((name) => `built ${name}`)
      .join("\n");
  }

  /**
   * Formatting and lint rules.
   *
   * dagger check lint
   */
  @func()
  @check()
  async lint(@argument({ defaultPath: ".", ignore: outside }) source: Directory): Promise<void> {
    await pass("lint", this.subject(source));
  }

  /**
   * The types of every workspace and of this pipeline.
   *
   * dagger check typecheck
   */
  @func()
  @check()
  async typecheck(@argument({ defaultPath: ".", ignore: outside }) source: Directory): Promise<void> {
    await pass("typecheck", this.subject(source));
  }

  /**
   * The tests that need nothing but the code.
   *
   * dagger check unit
   */
  @func()
  @check()
  async unit(@argument({ defaultPath: ".", ignore: outside }) source: Directory): Promise<void> {
    await pass("unit", this.subject(source));
  }

  /**
   * The API against a real Redis and the local Supabase.
   *
   * dagger check integration
   */
  @func()
  @check()
  async integration(@argument({ defaultPath: ".", ignore: outside }) source: Directory): Promise<void> {
    await pass("integration", this.subject(source));
  }

  /**
   * A person's way through the served stack, in Chromium.
   *
   * dagger check browser
   */
  @func()
  @check()
  async browser(@argument({ defaultPath: ".", ignore: outside }) source: Directory): Promise<void> {
    await pass("browser", this.subject(source));
  }

  /**
   * All checks at once: one line each, and an error where one of them fails.
   *
   * dagger call test
   */
  @func({ cache: "never" })
  async test(@argument({ defaultPath: ".", ignore: outside }) source: Directory): Promise<string> {
    const subject = this.subject(source);
    const outcomes = await Promise.all(Object.values(suites).map(async (suite) => outcome(await suite(subject))));
    const text = summary(outcomes);
    if (outcomes.some(({ failed }) => failed > 0)) throw new Error(text);
    return text;
  }

  /**
   * The production stack: proxy, web, API, Redis and the local Supabase, with a sample book in it.
   *
   * dagger call serve up --ports 8080:8080
   */
  @func({ cache: "never" })
  async serve(@argument({ defaultPath: ".", ignore: outside }) source: Directory): Promise<Service> {
    return stack({
      web: this.buildWeb(source),
      api: this.buildApi(source),
      proxy: await this.buildProxy(source),
      supabase: this.buildSupabase(source),
      sample: source.file("packages/book/fixtures/sample.pdf"),
    });
  }

  /**
   * Pushes web, API, proxy, ACME client and Redis to a registry, each with a list of its packages (SPDX), its provenance (SLSA)
   * and a signature. What the registry has is not pushed again, and keeps its digest.
   *
   * dagger call publish --registry ghcr.io/acme --tags 1.4.0,main --username robot --password env:REGISTRY_PASSWORD
   *   --cosignkey file:cosign.key --cosignpassword env:COSIGN_PASSWORD
   *
   * @param registry where to: the repositories flipdocs-web, flipdocs-api … lie below it
   * @param tags versions, branches, commits; without any, the revision
   * @param username who pushes
   * @param password the password or token of who pushes: env:NAME, file:PATH, or cmd:… for a token helper
   * @param ca the certificate of the registry's authority, where it is none that all trust
   * @param origin where the source is, as in https://github.com/acme/flipdocs
   * @param revision the commit
   * @param created when the commit was made, as an ISO time
   * @param version what the release calls itself; without it, the first tag
   * @param run the page of this run in CI
   * @param cosignkey a private key of cosign's, to sign with
   * @param cosignpassword the key's password
   * @param log whether the use of the key goes into the public log of signatures
   * @param identitytoken a token of OpenID Connect with the audience sigstore, to sign without a key
   * @param standins takes base images that were made from packages, too
   * @param platforms what images are made for, as in linux/amd64,linux/arm64: where the engine can; without any, its own
   * @returns one line an image: its name, and its reference by digest
   */
  @func({ cache: "never" })
  async publish(
    @argument({ defaultPath: ".", ignore: outside }) source: Directory,
    registry: string,
    tags: string[] = [],
    username?: string,
    password?: Secret,
    ca?: File,
    origin?: string,
    revision?: string,
    created?: string,
    version?: string,
    run?: string,
    cosignkey?: Secret,
    cosignpassword?: Secret,
    log = true,
    identitytoken?: Secret,
    standins = false,
    platforms: string[] = [],
  ): Promise<string> {
    return ending(async () => {
      const given = parseTags(tags.length > 0 || !revision ? tags : [revision]);
      const publication = {
        registry: { prefix: parsePrefix(registry), login: loginOf(username, password), ca },
        origin: { source: origin, revision, created, version: version ?? tags[0] },
        tags: given,
        signer: signerOf({ key: cosignkey, password: cosignpassword, log, token: identitytoken, repository: origin }),
        run,
      };
      const build = (platform: string) => this.built(source, standins, platform);
      const all = await publishFor(platforms.length > 0 ? parsePlatforms(platforms) : [""], build, publication);
      const warning = caveat(publication.signer);
      if (warning) say("publish", warning);
      return all.map(({ name, ref }) => `${name} ${ref}`).join("\n");
    });
  }

  /**
   * The production stack as files, images by digest: for Compose on one machine, and for Swarm.
   *
   * dagger call bundle --site compose/prod/site.env --images images export --path bundle
   *
   * @param site the site's values, none of them secret: see compose/prod/example.env
   * @param images what publish printed
   * @param stack what the stack is called
   */
  @func()
  async bundle(
    @argument({ defaultPath: ".", ignore: allButCompose }) source: Directory,
    site: File,
    images: File,
    stack = "flipdocs",
  ): Promise<Directory> {
    return ending(async () => bundle(siteOf(source, site, stack), references(await images.contents())));
  }

  /**
   * What cloud-init makes a bare Debian or Ubuntu machine into a host of: Docker, the user who deploys, swap, upgrades.
   *
   * dagger call userdata --pubkey ~/.ssh/flipdocs.pub export --path user-data
   *
   * @param pubkey the public key of who deploys
   */
  @func()
  async userdata(
    @argument({ defaultPath: ".", ignore: allButCompose }) source: Directory,
    pubkey: File,
  ): Promise<File> {
    return ending(async () => file("user-data", await renderedUserData(source, pubkey)));
  }

  /**
   * A CloudFormation template: an EC2 instance that makes itself ready, a fixed address, its firewall, its role, and a
   * bucket for its backups.
   *
   * dagger call cloudformation --pubkey ~/.ssh/flipdocs.pub export --path ec2.json
   *
   * @param pubkey the public key of who deploys
   */
  @func()
  async cloudformation(
    @argument({ defaultPath: ".", ignore: allButCompose }) source: Directory,
    pubkey: File,
  ): Promise<File> {
    return ending(async () => file("ec2.json", template(await renderedUserData(source, pubkey))));
  }

  /**
   * What a deploy would change on a host, service by service, and what it would interrupt. Changes nothing.
   *
   * dagger call plan --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts --site compose/prod/site.env
   *
   * @param host where to: [user@]address[:port]; the user is deploy unless said otherwise
   * @param key the private key that opens it: file:PATH, env:NAME, or cmd:…
   * @param knownhosts the host's key, as compose/host/provision.sh printed it
   * @param site the site's values, none of them secret: see compose/prod/example.env
   * @param secrets the site's secrets, a line NAME=VALUE each; what is left out stays as the host has it
   * @param registry where the host pulls from; without it, images go to the host itself through SSH
   * @param username who pulls, and pushes
   * @param password their password or token
   * @param ca the certificate of the registry's authority, where it is none that all trust
   * @param images what publish printed, to deploy just those; without it, they are built from the source
   * @param database the address of the database, postgresql://…, to say which migrations it lacks
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async plan(
    @argument({ defaultPath: ".", ignore: outside }) source: Directory,
    host: string,
    key: Secret,
    knownhosts: File,
    site: File,
    secrets?: Secret,
    registry?: string,
    username?: string,
    password?: Secret,
    ca?: File,
    images?: File,
    database?: Secret,
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    return ending(async () => {
      const through = throughOf(registry, username, password, ca);
      const supply = supplyOf(access, through, images, () => this.built(source, true), shipped);
      const schema = schemaFrom(source, database);
      return plan({ access, config: siteConfig(siteOf(source, site, stack)), secrets, supply, schema });
    });
  }

  /**
   * Brings the site to a host: builds what is missing, replaces what has changed replica by replica, and makes sure that
   * it answers. What does not do is taken back. Tells its exit code: 2 refused, nothing changed; 3 locked; 4 taken back;
   * 5 not reached; 6 done, and not well; 7 a migration failed; 8 a command of --before or --after did.
   *
   * dagger call deploy --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts --site compose/prod/site.env
   *   --secrets file:site.secrets
   *
   * @param host where to: [user@]address[:port]; the user is deploy unless said otherwise
   * @param key the private key that opens it: file:PATH, env:NAME, or cmd:…
   * @param knownhosts the host's key, as compose/host/provision.sh printed it
   * @param site the site's values, none of them secret: see compose/prod/example.env
   * @param secrets the site's secrets, a line NAME=VALUE each; what is left out stays as the host has it
   * @param registry where the host pulls from; without it, images go to the host itself through SSH
   * @param username who pulls, and pushes
   * @param password their password or token; the host keeps neither
   * @param ca the certificate of the registry's authority, where it is none that all trust
   * @param images what publish printed, to deploy just those; without it, they are built from the source
   * @param database the address of the database, postgresql://…, which is migrated before the new version serves
   * @param ahead takes a database whose schema is newer than the release
   * @param backup where what serves is backed up before anything is changed: host (a volume there), a folder of the host,
   *   or a bucket; with --database, that as well
   * @param passphrase encrypts these backups; needed where they leave the host
   * @param bucketuser the bucket's key id; what the host itself may do if nothing
   * @param bucketpassword the bucket's secret key
   * @param keep how many backups stay
   * @param days those that are not older than so many days stay as well
   * @param every has the host back itself up from now on, as in 24h; where and what, --backup and --database say
   * @param restore which backup a new host is given once the release serves, as after the old one was lost: latest, or its id
   * @param pubkey refuses images that were not signed with this key of cosign's
   * @param identity refuses images that were not signed by who is called so, as a regular expression
   * @param issuer who vouches for that name
   * @param before a command of your own that runs first, the release in its environment (FLIPDOCS_VERSION and others)
   * @param after a command of your own that runs when the release serves (FLIPDOCS_RELEASE is its number)
   * @param hooksecret what these commands find in FLIPDOCS_SECRET
   * @param hookimage the image that they run in, as in docker.io/acme/tools:1.2; one that has curl and jq if nothing
   * @param webhook the address that is sent a report as JSON, whatever came of it
   * @param grafana where Grafana is, which gets an annotation
   * @param grafanatoken a token that may write annotations there
   * @param version what the release calls itself; its number if nothing
   * @param by who deploys; the key's fingerprint if nothing
   * @param run the page of this run in CI
   * @param wait how long to wait for somebody else's deploy, as in 10m
   * @param deadline how long a rollout may take
   * @param standins takes base images that were made from packages, too
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async deploy(
    @argument({ defaultPath: ".", ignore: outside }) source: Directory,
    host: string,
    key: Secret,
    knownhosts: File,
    site: File,
    secrets?: Secret,
    registry?: string,
    username?: string,
    password?: Secret,
    ca?: File,
    images?: File,
    database?: Secret,
    ahead = false,
    backup = "",
    passphrase?: Secret,
    bucketuser?: string,
    bucketpassword?: Secret,
    keep = 14,
    days = 0,
    every = "",
    restore = "",
    pubkey?: File,
    identity?: string,
    issuer?: string,
    before = "",
    after = "",
    hooksecret?: Secret,
    hookimage = "",
    webhook?: Secret,
    grafana?: string,
    grafanatoken?: Secret,
    version = "",
    by = "",
    run = "",
    wait = "0s",
    deadline = "5m",
    standins = false,
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    const known = { stack, host, version, by, run };
    const work = async () => {
      const through = throughOf(registry, username, password, ca);
      const trust = trustOf(pubkey, identity, issuer);
      const open = { passphrase, username: bucketuser, password: bucketpassword };
      const given: Deployed = {
        access,
        owner: { by, run, action: "deploy" },
        version,
        config: siteConfig(siteOf(source, site, stack)),
        secrets,
        login: pullerOf(through),
        supply: supplyOf(access, through, images, () => this.built(source, standins), ship),
        check: trust && ((found) => signed(access, found, trust, through)),
        schema: schemaFrom(source, database, ahead),
        backup: keptBy(backup, open, { database, keep, days }),
        fresh: Boolean(restore),
        ...spansOf(wait, deadline),
      };
      const afterwards = parseAfterwards({ restore, every: every ? spanOf("every", every) : undefined }, given.backup);
      return afterDeploy(await deploy(given), given, afterwards);
    };
    const hooks = { before, after, secret: hooksecret, image: hookimage };
    return ending(() => around(hooks, { webhook, grafana, token: grafanatoken }, known, work));
  }

  /**
   * Brings back an earlier release: nothing is built or pulled that the host has.
   *
   * dagger call rollback --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param to the release's number; the one before if nothing
   * @param ahead takes one that was made for an older schema than the database has
   * @param username who pulls what the host has no more
   * @param password their password or token; the host keeps neither
   * @param by who does it; the key's fingerprint if nothing
   * @param run the page of this run in CI
   * @param wait how long to wait for somebody else's deploy, as in 10m
   * @param deadline how long it may take
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async rollback(
    host: string,
    key: Secret,
    knownhosts: File,
    to = 0,
    ahead = false,
    username?: string,
    password?: Secret,
    by = "",
    run = "",
    wait = "0s",
    deadline = "5m",
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    return ending(async () =>
      rollback({
        access,
        owner: { by, run, action: "rollback" },
        to,
        ahead,
        login: loginOf(username, password),
        ...spansOf(wait, deadline),
      }),
    );
  }

  /**
   * Sets how many replicas web and API have. They take traffic at once, and the next deploy keeps them.
   *
   * dagger call scale --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts --web 3 --api 2
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param web replicas of the web app; as they are if nothing
   * @param api replicas of the API; as they are if nothing
   * @param by who does it; the key's fingerprint if nothing
   * @param run the page of this run in CI
   * @param wait how long to wait for somebody else's deploy, as in 10m
   * @param deadline how long it may take
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async scale(
    host: string,
    key: Secret,
    knownhosts: File,
    web?: number,
    api?: number,
    by = "",
    run = "",
    wait = "0s",
    deadline = "5m",
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    const counts = { ...(web !== undefined && { web }), ...(api !== undefined && { api }) };
    return ending(async () =>
      scale({ access, owner: { by, run, action: "scale" }, counts, ...spansOf(wait, deadline) }),
    );
  }

  /**
   * Makes a second host a worker of the first, and spreads the replicas of web and API over both. Typed again, it only
   * spreads what stands unevenly, as after a host was away.
   *
   * dagger call join --host deploy@203.0.113.7 --worker deploy@203.0.113.8 --key file:deploy.key --knownhosts known_hosts
   *
   * @param host the one that was deployed to: [user@]address[:port]
   * @param worker the other one
   * @param key the private key that opens both
   * @param knownhosts the keys of both hosts
   * @param username of the registry, which the worker pulls from
   * @param password of the registry
   * @param by who does it; the key's fingerprint if nothing
   * @param run the page of this run in CI
   * @param wait how long to wait for somebody else's deploy, as in 10m
   * @param deadline how long replicas may take to become healthy
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async join(
    host: string,
    worker: string,
    key: Secret,
    knownhosts: File,
    username?: string,
    password?: Secret,
    by = "",
    run = "",
    wait = "0s",
    deadline = "5m",
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    const owner = { by, run, action: "join" };
    return ending(async () =>
      join({ access, worker, owner, login: loginOf(username, password), ...spansOf(wait, deadline) }),
    );
  }

  /**
   * Removes what no kept release needs: releases, with their images, secrets and ended containers, what the host's own
   * registry has for them, and with --backups theirs. Each kept release can be rolled back to.
   *
   * dagger call prune --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts --keep 5
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param keep how many releases stay; the one that a rollback brings back does in any case
   * @param dry says what would go, and removes nothing
   * @param backups where backups of forgotten releases go, too: host, a folder of the host, or a bucket. The newest stays
   * @param passphrase opens them
   * @param username the bucket's key id
   * @param password the bucket's secret key
   * @param by who does it; the key's fingerprint if nothing
   * @param run the page of this run in CI
   * @param wait how long to wait for somebody else's deploy, as in 10m
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async prune(
    host: string,
    key: Secret,
    knownhosts: File,
    keep = 5,
    dry = false,
    backups = "",
    passphrase?: Secret,
    username?: string,
    password?: Secret,
    by = "",
    run = "",
    wait = "0s",
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    const owner = { by, run, action: "prune" };
    return ending(async () => {
      const repository = repositoryAt(backups, { passphrase, username, password });
      return prune({ access, owner, keep, dry, repository, wait: spanOf("wait", wait) });
    });
  }

  /**
   * Backs up what a site keeps on its host (Redis, the certificate, the account of its authority), and its database if its
   * address is given, while it serves. Older backups go by number and age, and only after the new one is whole.
   *
   * dagger call backup --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts
   *   --to s3:https://s3.eu-central-1.amazonaws.com/bucket/flipdocs --passphrase env:BACKUP_PASSPHRASE
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param to a bucket that speaks S3, as in s3:https://s3.eu-central-1.amazonaws.com/bucket/flipdocs, or a folder of the host;
   *   a volume of the host if nothing
   * @param passphrase encrypts the backups; needed where they leave the host
   * @param username the bucket's key id; what the host itself may do if nothing
   * @param password the bucket's secret key
   * @param database the address of the database, postgresql://…
   * @param keep how many backups stay
   * @param days those that are not older than so many days stay as well
   * @param by who does it; the key's fingerprint if nothing
   * @param run the page of this run in CI
   * @param wait how long to wait for somebody else's deploy, as in 10m
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async backup(
    host: string,
    key: Secret,
    knownhosts: File,
    to = "",
    passphrase?: Secret,
    username?: string,
    password?: Secret,
    database?: Secret,
    keep = 14,
    days = 0,
    by = "",
    run = "",
    wait = "0s",
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    const repository = { to, passphrase, username, password };
    const owner = { by, run, action: "backup" };
    return ending(async () => backup({ access, owner, repository, database, keep, days, wait: spanOf("wait", wait) }));
  }

  /**
   * Makes a backup and brings it here, encrypted, as a folder that restore takes back by --from; restic reads it, too.
   *
   * dagger call backup-here --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts
   *   --passphrase env:BACKUP_PASSPHRASE export --path backup
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param passphrase encrypts it
   * @param database the address of the database, postgresql://…
   * @param by who does it; the key's fingerprint if nothing
   * @param run the page of this run in CI
   * @param wait how long to wait for somebody else's deploy, as in 10m
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async backupHere(
    host: string,
    key: Secret,
    knownhosts: File,
    passphrase: Secret,
    database?: Secret,
    by = "",
    run = "",
    wait = "0s",
    stack = "flipdocs",
  ): Promise<Directory> {
    const access = { host, key, knownhosts, stack };
    const owner = { by, run, action: "backup" };
    return ending(async () => backupHere({ access, owner, passphrase, database, wait: spanOf("wait", wait) }));
  }

  /**
   * Has the host back itself up from now on, inside its Docker and without anybody who deploys; the first backup is made at
   * once. The same again with other words changes it. dagger call health says when the last one was made.
   *
   * dagger call schedule --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts --every 24h --keep 14
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param every how long from one backup to the next, as in 24h
   * @param off ends the schedule; what it made stays
   * @param to where they are kept, as backup is told
   * @param passphrase encrypts the backups; needed where they leave the host, which keeps it as a secret of Swarm's
   * @param username the bucket's key id; what the host itself may do if nothing
   * @param password the bucket's secret key
   * @param database the address of the database, postgresql://…
   * @param keep how many backups stay
   * @param days those that are not older than so many days stay as well
   * @param by who does it; the key's fingerprint if nothing
   * @param run the page of this run in CI
   * @param wait how long to wait for somebody else's deploy, as in 10m
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async schedule(
    host: string,
    key: Secret,
    knownhosts: File,
    every = "24h",
    off = false,
    to = "",
    passphrase?: Secret,
    username?: string,
    password?: Secret,
    database?: Secret,
    keep = 14,
    days = 0,
    by = "",
    run = "",
    wait = "0s",
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    const repository = { to, passphrase, username, password };
    const owner = { by, run, action: off ? "unschedule" : "schedule" };
    const begin = (waits: number) =>
      schedule({ access, owner, repository, database, every: spanOf("every", every), keep, days, wait: waits });
    return ending(async () => {
      const waits = spanOf("wait", wait);
      return off ? unschedule({ access, owner, wait: waits }) : begin(waits);
    });
  }

  /**
   * The backups of a site, newest first.
   *
   * dagger call backups --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param to where they are kept, as backup was told
   * @param passphrase opens them
   * @param username the bucket's key id
   * @param password the bucket's secret key
   * @param format table, or json for programs
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async backups(
    host: string,
    key: Secret,
    knownhosts: File,
    to = "",
    passphrase?: Secret,
    username?: string,
    password?: Secret,
    format = "table",
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    return ending(async () => backups(access, { to, passphrase, username, password }, formatOf(format)));
  }

  /**
   * Brings back what a backup holds, on the same host or on a new one that was deployed to: checks it before anything is
   * touched, and compares afterwards what is there with what was backed up.
   *
   * dagger call restore --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts --backup latest
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param backup which one, as backups lists them
   * @param to where they are kept, as backup was told
   * @param from what backup-here was exported to, instead
   * @param passphrase opens them
   * @param username the bucket's key id
   * @param password the bucket's secret key
   * @param database the address of the database, which is restored as well where it is given
   * @param by who does it; the key's fingerprint if nothing
   * @param run the page of this run in CI
   * @param wait how long to wait for somebody else's deploy, as in 10m
   * @param deadline how long what was stopped may take to run again
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async restore(
    host: string,
    key: Secret,
    knownhosts: File,
    backup = "latest",
    to = "",
    from?: Directory,
    passphrase?: Secret,
    username?: string,
    password?: Secret,
    database?: Secret,
    by = "",
    run = "",
    wait = "0s",
    deadline = "5m",
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    const repository = { to, passphrase, username, password };
    const owner = { by, run, action: "restore" };
    return ending(async () => {
      const given = { access, owner, repository, backup, database, ...spansOf(wait, deadline) };
      return from ? restoreFrom(from, given) : restore(given);
    });
  }

  /**
   * Proves that a backup can be restored: beside what is there, compared with what it was made of, and gone again. The site
   * is not touched.
   *
   * dagger call drill --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param backup which one, as backups lists them
   * @param to where they are kept, as backup was told
   * @param passphrase opens them
   * @param username the bucket's key id
   * @param password the bucket's secret key
   * @param database the address of a database, beside which one is made for the drill and dropped again
   * @param by who does it; the key's fingerprint if nothing
   * @param run the page of this run in CI
   * @param wait how long to wait for somebody else's deploy, as in 10m
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async drill(
    host: string,
    key: Secret,
    knownhosts: File,
    backup = "latest",
    to = "",
    passphrase?: Secret,
    username?: string,
    password?: Secret,
    database?: Secret,
    by = "",
    run = "",
    wait = "0s",
    stack = "flipdocs",
  ): Promise<string> {
    const access = { host, key, knownhosts, stack };
    const repository = { to, passphrase, username, password };
    const owner = { by, run, action: "drill" };
    return ending(async () => drill({ access, owner, repository, backup, database, wait: spanOf("wait", wait) }));
  }

  /**
   * The releases that a host keeps, newest first.
   *
   * dagger call releases --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param format table, or json for programs
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async releases(host: string, key: Secret, knownhosts: File, format = "table", stack = "flipdocs"): Promise<string> {
    return ending(async () => reports.releases({ host, key, knownhosts, stack }, formatOf(format)));
  }

  /**
   * What runs on a host, service by service, and whether somebody is changing it.
   *
   * dagger call status --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param format table, or json for programs
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async status(host: string, key: Secret, knownhosts: File, format = "table", stack = "flipdocs"): Promise<string> {
    return ending(async () => reports.status({ host, key, knownhosts, stack }, formatOf(format)));
  }

  /**
   * How the site is: its services, its answer through the proxy, its certificate, its disk. Ends with 6 when it is not well.
   *
   * dagger call health --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param format table, or json for programs
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async health(host: string, key: Secret, knownhosts: File, format = "table", stack = "flipdocs"): Promise<string> {
    return ending(async () => health({ host, key, knownhosts, stack }, formatOf(format)));
  }

  /**
   * The end of a service's log, all replicas together.
   *
   * dagger call logs --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts --service api --tail 100 --since 10m
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param service whose
   * @param tail lines of each replica
   * @param since how far back, as in 10m, or a time
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async logs(
    host: string,
    key: Secret,
    knownhosts: File,
    service: string,
    tail = 100,
    since = "",
    stack = "flipdocs",
  ): Promise<string> {
    return ending(async () => reports.logs({ host, key, knownhosts, stack }, { service, tail, since }));
  }

  /**
   * Who did what on a host, newest first, and what came of it.
   *
   * dagger call audit --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param format table, or json for programs
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async audit(host: string, key: Secret, knownhosts: File, format = "table", stack = "flipdocs"): Promise<string> {
    return ending(async () => reports.audit({ host, key, knownhosts, stack }, formatOf(format)));
  }

  /**
   * Takes away the lock of a deploy that was interrupted, and says whose it was.
   *
   * dagger call unlock --host deploy@203.0.113.7 --key file:deploy.key --knownhosts known_hosts
   *
   * @param host where: [user@]address[:port]
   * @param key the private key that opens it
   * @param knownhosts the host's key
   * @param stack what the stack is called
   */
  @func({ cache: "never" })
  async unlock(host: string, key: Secret, knownhosts: File, stack = "flipdocs"): Promise<string> {
    return ending(async () => reports.unlock({ host, key, knownhosts, stack }));
  }

  /** Builds what a release is made of, if that may be published. */
  private async built(source: Directory, standins: boolean, platform = ""): Promise<Built[]> {
    const products = this.products(source, platform);
    if (!standins) await refuseStandIns(await Promise.all(products));
    return built(products);
  }

  /** The images that a release is made of. None waits for another one's builder. */
  private products(source: Directory, platform: string): Promise<Product>[] {
    const product = async (name: string, container: Container | Promise<Container>, made: readonly string[]) => ({
      name,
      container: await container,
      bases: made,
    });
    return [
      ...released.map((name) => product(name, appOf(name, source, platform).runner(), basesOf(name))),
      product("proxy", proxy(part(source, allButNginx).directory("nginx"), platform), [bases.nginx]),
      // As it is: a host that has only our registry gets it from there, too.
      product("redis", from(bases.redis, platform), [bases.redis]),
    ];
  }

  private subject(source: Directory): Subject {
    return {
      source: tracked(source),
      supabase: () => this.buildSupabase(source),
      stack: () => this.serve(source),
    };
  }
}
