/** What is made for a key, once; a failure is forgotten. */
export function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key) ?? make();
  made.set(key, known);
  known.catch(() => made.delete(key));
  return known;
}
