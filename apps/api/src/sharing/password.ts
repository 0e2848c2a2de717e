/** What OWASP wants of argon2id at the least: 19 MiB for some 30 ms. Each replica has 512 MB. */
const ARGON2ID = { algorithm: "argon2id", memoryCost: 19 * 1024, timeCost: 2 } as const;

/** @returns what is kept of a password: slow to try, with a salt of its own and how it was made */
export const passwordHash = (password: string): Promise<string> => Bun.password.hash(password, ARGON2ID);

/** @returns whether a password is the one of which a hash was kept */
export const isPassword = (typed: string, hash: string): Promise<boolean> => Bun.password.verify(typed, hash);
