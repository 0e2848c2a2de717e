import { describe, expect, inject, onTestFinished, test } from "vitest";
import { docker } from "./programs.ts";

const images = inject("images");
const often = ["--health-interval=1s", "--health-start-period=0s", "--health-retries=2"];
const nowhere = {
  web: { API_URL: "http://127.0.0.1:9" },
  api: {
    REDIS_URL: "redis://127.0.0.1:9",
    SUPABASE_URL: "http://127.0.0.1:9",
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
    SUPABASE_SECRET_KEY: "sb_secret_x",
  },
};

/** Starts an image with its own health check asked often, and waits for what it says. */
async function health(app: "web" | "api", ...command: string[]): Promise<string> {
  const env = Object.entries(nowhere[app]).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const container = await docker("run", "--detach", ...often, ...env, images[app], ...command);
  onTestFinished(async () => void (await docker("rm", "--force", container)));
  const status = () => docker("inspect", "--format", "{{.State.Health.Status}}", container);
  await expect.poll(status, { timeout: 60_000, interval: 250 }).not.toBe("starting");
  return status();
}

describe.each(["web", "api"] as const)("the health check of %s", (app) => {
  const runtime = app === "web" ? "node" : "bun";

  test("claim 2: is there, by the runtime, and says healthy of a server that answers", async () => {
    expect(await docker("inspect", "--format", "{{index .Config.Healthcheck.Test 1}}", images[app])).toBe(runtime);
    expect(await health(app)).toBe("healthy");
  });

  test("claim 2: says unhealthy where nothing answers", async () => {
    expect(await health(app, runtime, "-e", "setInterval(() => {}, 1000)")).toBe("unhealthy");
  });
});
