import { expect, test } from "vitest";
import { configLines } from "./container-image.ts";
import { emptyContainer } from "./container-state.ts";

test("what an image is configured with, line by line; nothing in it is expanded", () => {
  const lines = configLines({
    ...emptyContainer,
    env: { PATH: "/bin", PRICE: 'five "$"' },
    labels: { "org.example.name": "a shop" },
    ports: ["8080/tcp"],
    workdir: "/a$b",
    user: "1001:1001",
    entrypoint: ["/app", "$HOME"],
    defaultArgs: ["run", "it's"],
  });
  expect(lines).toEqual([
    'ENV PATH="/bin"',
    'ENV PRICE="five \\"\\$\\""',
    'LABEL "org.example.name"="a shop"',
    "EXPOSE 8080/tcp",
    "WORKDIR /a\\$b",
    "USER 1001:1001",
    'ENTRYPOINT ["/app","$HOME"]',
    'CMD ["run","it\'s"]',
  ]);
});

test("what its base says is taken back where nothing is said", () => {
  expect(configLines(emptyContainer)).toEqual(["USER root", "ENTRYPOINT []", "CMD []"]);
});

test.each([
  [{ args: ["/probe", "a b"] }, 'HEALTHCHECK CMD ["/probe","a b"]'],
  [{ args: ["probe", "||", "exit 1"], shell: true }, "HEALTHCHECK CMD probe || exit 1"],
  [
    { args: ["/probe"], interval: "5s", timeout: "3s", startPeriod: "1m", startInterval: "1s", retries: 2 },
    'HEALTHCHECK --interval=5s --timeout=3s --start-period=1m --start-interval=1s --retries=2 CMD ["/probe"]',
  ],
])("a health check of %j is %s", (healthcheck, line) => {
  expect(configLines({ ...emptyContainer, healthcheck })).toContain(line);
});

test("a variable that a Dockerfile cannot say is not left out of an image, but refused", () => {
  const state = { ...emptyContainer, env: { KEY: "two\nlines" } };
  expect(() => configLines(state)).toThrow('withEnvVariable("KEY") in an exported image is not served');
});
