// Lite reads these when it is first imported, so they are set before, here and nowhere else.
process.env.EXPERIMENTAL_STORAGE = "1";
process.env.LITE_TELEMETRY = "0";

const [{ App }, { createPgliteConnection }] = await Promise.all([
  import("@supabase/lite"),
  import("@supabase/lite/pglite"),
]);

export { App, createPgliteConnection };
