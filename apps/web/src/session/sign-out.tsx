/**
 * Ends the session, then starts over at the landing page, so that nothing of it stays in memory. A plain form: with a script it
 * would bring all of the API to every page.
 */
export function SignOut({ className }: { className: string | undefined }) {
  return (
    <form method="post" action="/api/v1/auth/sign-out?next=/&back=/">
      <button type="submit" className={className}>
        Sign out
      </button>
    </form>
  );
}
