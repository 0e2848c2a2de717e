// The image's HEALTHCHECK: runners have neither a shell nor curl, but they have the runtime.
const response = await fetch(`http://127.0.0.1:${process.env.PORT ?? 54321}/health`, {
  signal: AbortSignal.timeout(2000),
}).catch(() => null);
process.exit(response?.status === 200 ? 0 : 1);

export {};
