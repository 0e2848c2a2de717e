/** The version of the engine whose API this is; the SDK's is the same. */
export const version = "v0.21.8";
