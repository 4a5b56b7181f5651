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
 * Replaces only these timers of the code under test (advanced by `jest.advanceTimersByTimeAsync`) until
 * `jest.useRealTimers`. Node's own timers stay real.
 */
export function fakeOnly(...faked: readonly (typeof TIMERS)[number][]): void {
  const real = TIMERS.filter((name) => !faked.includes(name));
  jest.useFakeTimers({ doNotFake: [...OTHERS, ...real] });
}

/** Lets so many turns of the event loop pass, so that sockets are read and written. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1)
    await new Promise<void>((resolve) => setImmediate(resolve));
}
