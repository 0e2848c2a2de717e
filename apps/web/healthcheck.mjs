// The image's HEALTHCHECK: the runner has no shell and no curl, so the runtime asks itself.
const address = `http://127.0.0.1:${process.env.PORT ?? 3000}/api/health`;

try {
  const answer = await fetch(address, { signal: AbortSignal.timeout(2500) });
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
} catch (error) {
  console.error(`${address} is not healthy: ${error.message}`);
  process.exit(1);
}
