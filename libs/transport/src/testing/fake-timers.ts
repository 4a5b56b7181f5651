// Controls the clock of a test while sockets stay real.

const TIMERS = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'performance',
] as const;
const OTHERS = [
  'Date',
  'hrtime',
  'nextTick',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
] as const;

/**
 * Of the timers of the code under test only these follow the test (`jest.advanceTimersByTimeAsync`), from
 * here to `jest.useRealTimers`. Those of Node itself are as they were.
 */
export function fakeOnly(...faked: readonly (typeof TIMERS)[number][]): void {
  const real = TIMERS.filter((name) => !faked.includes(name));
  jest.useFakeTimers({ doNotFake: [...OTHERS, ...real] });
}

/** Lets sockets be read and written so many times. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1)
    await new Promise<void>((resolve) => setImmediate(resolve));
}
