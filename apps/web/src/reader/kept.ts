/**
 * Asks once for each of the things that were asked for last.
 *
 * @param ask - asks for one; what rejects is asked for again
 * @param most - how many answers are kept
 */
export function kept<T>(ask: (number: number) => Promise<T>, most = 20): (number: number) => Promise<T> {
  const answers = new Map<number, Promise<T>>();
  return (number) => {
    const answer = answers.get(number) ?? ask(number);
    // The last one that was asked for comes last.
    answers.delete(number);
    answers.set(number, answer);
    answer.catch(() => answers.delete(number));
    const [oldest] = answers.keys();
    if (answers.size > most && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
}
