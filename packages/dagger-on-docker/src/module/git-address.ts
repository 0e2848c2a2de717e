import { existsSync } from "node:fs";

/** Whether a text names a repository elsewhere; one without a scheme does where nothing here is called so. */
export const isGitAddress = (text: string): boolean =>
  /^(git@|(https?|ssh|git):\/\/)/.test(text) || (/^[\w-]+(\.[\w-]+)+\/./.test(text) && !existsSync(text));
