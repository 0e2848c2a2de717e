/**
 * How often an image's health is asked: twice a second while it starts, so that it takes part at once; seldom after.
 * A Dagger engine that starts a service obeys it and gives up after the start period: a busy machine takes half a minute
 * for the local Supabase.
 */
export const health = {
  interval: "30s",
  timeout: "3s",
  startPeriod: "2m",
  startInterval: "500ms",
  retries: 3,
} as const;
