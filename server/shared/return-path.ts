/** Any origin will do: the question is only whether the path stays on it. */
const ORIGIN = 'http://here.invalid';

/** Where somebody came from or wanted to go, if it is a page of this host; `//host`, `/\host` and whole addresses are not. */
export function safeReturnPath(wanted: string | undefined): string | null {
  if (wanted === undefined || !/^\/(?![/\\])/.test(wanted)) return null;
  if (!URL.canParse(wanted, ORIGIN)) return null;
  const { origin, pathname, search } = new URL(wanted, ORIGIN);
  // A path such as `/.//host` only becomes another host's once it is normalised.
  return origin === ORIGIN && !pathname.startsWith('//') ? pathname + search : null;
}
