/** Asks for the page once more, at its own address: it works without scripts. */
export function Again({ children }: { children: string }) {
  return (
    <form>
      <button type="submit" className="button">
        {children}
      </button>
    </form>
  );
}
