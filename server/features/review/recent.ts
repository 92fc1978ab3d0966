/** What is dear to work out and the same whenever it is asked for with the same key: the last few answers are kept. */
export interface Recent<T> {
  of(key: string, workOut: () => Promise<T>): Promise<T>;
}

export function recent<T>(most: number): Recent<T> {
  const kept = new Map<string, Promise<T>>();
  return {
    of(key, workOut) {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const answer = workOut();
      kept.set(key, answer);
      // A failure is told to whoever asked and tried again by whoever asks next.
      answer.catch(() => { kept.delete(key); });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      return answer;
    },
  };
}
