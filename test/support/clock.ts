import type { Clock } from '../../server/shared/ports.js';

export interface MovableClock extends Clock {
  advance(by: { readonly seconds?: number; readonly minutes?: number; readonly hours?: number; readonly days?: number }): void;
  set(time: Date | string): void;
}

/** A clock that stands still until a test moves it. */
export function movableClock(start = '2027-01-15T10:00:00Z'): MovableClock {
  let time = new Date(start);
  return {
    now: () => new Date(time),
    advance: ({ seconds = 0, minutes = 0, hours = 0, days = 0 }) => {
      time = new Date(time.getTime() + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
    },
    set: (to) => { time = new Date(to); },
  };
}
