export interface Passes {
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Asks for one more pass; asked while one runs, it follows. */
  request(): void;
  settled(): Promise<void>;
}

/** At most one pass at a time in this process. */
export function createPasses(pass: () => Promise<void>, onError: (error: unknown) => void): Passes {
  let last: Promise<unknown> = Promise.resolve();
  let requested = false;
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    exclusively,
    request() {
      if (requested) return;
      requested = true;
      exclusively(() => {
        requested = false;
        return pass();
      }).catch(onError);
    },
    async settled() { await last; },
  };
}
