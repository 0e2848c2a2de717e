/** How often an image's health is asked: twice a second while it starts, so that it takes part at once; seldom after. */
export const health = {
  interval: "30s",
  timeout: "3s",
  startPeriod: "30s",
  startInterval: "500ms",
  retries: 3,
} as const;
