/** Keys of the local Supabase. They open nothing outside of the stack that is started with them. */
export const localKeys = { publishable: "sb_publishable_local_only", secret: "sb_secret_local_only" };
