/** How many jobs of a name run at once in this process; a place is taken before a job is locked. */
export function createWorkplaces() {
  const taken = new Map<string, Set<Promise<unknown>>>();
  const placesOf = (name: string): Set<Promise<unknown>> => {
    const places = taken.get(name) ?? new Set<Promise<unknown>>();
    taken.set(name, places);
    return places;
  };
  return {
    hasRoom: (name: string, concurrency: number): boolean => placesOf(name).size < concurrency,
    /** Holds a place until the work has ended, whichever way; resolves when the place is free again. */
    occupy(name: string, work: Promise<unknown>): Promise<void> {
      const places = placesOf(name);
      const freed = work.then(() => undefined, () => undefined).then(() => { places.delete(freed); });
      places.add(freed);
      return freed;
    },
    occupied: (): Promise<unknown>[] => [...taken.values()].flatMap((places) => [...places]),
  };
}
