// The options of a client and of each call.
import { ClientError, type ErrorFacts } from './client-error';

/** Time, as the client needs it; tests take it into their hand. */
export interface ClientClock {
  nowMs(): number;
  /** Calls `task` once after this time, at the end of a pause or of a limit on a node; the result takes it back. */
  after(delayMs: number, task: () => void, what: 'pause' | 'limit'): () => void;
}

/** What every client of a ring is made with, whatever way it speaks with the nodes. */
export interface AnyClientOptions {
  /** The bearer token; a function is asked for each request or new connection, so that a token can be replaced. */
  readonly token?: string | (() => string | undefined) | undefined;
  /** How long a call may take in all, waits and further attempts included. 30 s. */
  readonly timeoutMs?: number | undefined;
  /** How long one node is waited for before another is asked. 10 s. */
  readonly attemptTimeoutMs?: number | undefined;
  /** How often a call is attempted at most. 8. */
  readonly attemptsMax?: number | undefined;
}

export interface ClientOptions extends AnyClientOptions {
  /** Nodes of one ring: `host:port`, or a URL with a base path. The first that answers is kept. */
  readonly endpoints: string | readonly string[];
  /** The first pause before a further attempt; it doubles, with jitter. 100 ms. */
  readonly backoffMs?: number | undefined;
  /** The longest pause that the client chooses; `Retry-After` may ask for longer. 5 s. */
  readonly backoffMaxMs?: number | undefined;
  /** After this time without a byte a watch is continued at another node; nodes send one every 15 s. 45 s. */
  readonly silenceMs?: number | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly clock?: ClientClock | undefined;
  /** From 0 to 1. */
  readonly random?: (() => number) | undefined;
}

/** What every call may ask for. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** In place of `timeoutMs` of the client. */
  readonly timeoutMs?: number | undefined;
}

export interface Settings {
  readonly token: () => string | undefined;
  readonly timeoutMs: number;
  readonly attemptTimeoutMs: number;
  readonly attemptsMax: number;
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  readonly silenceMs: number;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: ClientClock;
  readonly random: () => number;
}

const SYSTEM_CLOCK: ClientClock = {
  nowMs: () => performance.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** @throws ClientError `BAD_OPTION` */
export function settingsOf(options: ClientOptions): Settings {
  const { token } = options;
  return {
    token: typeof token === 'function' ? token : () => token,
    timeoutMs: positive('timeoutMs', options.timeoutMs, 30_000),
    attemptTimeoutMs: positive('attemptTimeoutMs', options.attemptTimeoutMs, 10_000),
    attemptsMax: positive('attemptsMax', options.attemptsMax, 8),
    backoffMs: positive('backoffMs', options.backoffMs, 100),
    backoffMaxMs: positive('backoffMaxMs', options.backoffMaxMs, 5_000),
    silenceMs: positive('silenceMs', options.silenceMs, 45_000),
    // Browsers want it to be called on the global object.
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
    clock: options.clock ?? SYSTEM_CLOCK,
    random: options.random ?? Math.random,
  };
}

/** An option of a client that counts something. @throws ClientError `BAD_OPTION` */
export function positive(name: string, given: number | undefined, fallback: number): number {
  const value = given ?? fallback;
  if (typeof value === 'number' && value > 0) return value;
  throw new ClientError('BAD_OPTION', `${name} must be a number above 0, not ${String(value)}.`);
}

/** The time of one call; none is left when it is not above 0. @throws ClientError `BAD_OPTION` */
export function checkedTimeout(timeoutMs: number): number {
  if (typeof timeoutMs === 'number' && !Number.isNaN(timeoutMs)) return timeoutMs;
  const sentence = `timeoutMs must be a number, not ${String(timeoutMs)}.`;
  throw new ClientError('BAD_OPTION', sentence, { outcome: 'not-applied' });
}

/** Resolves after the time, or rejects with `ABORTED` when the signal comes first. */
export function pause(clock: ClientClock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(signal));
    if (delayMs <= 0) return resolve();
    const passed = () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    };
    const stop = clock.after(delayMs, passed, 'pause');
    const onAbort = () => {
      stop();
      reject(aborted(signal as AbortSignal));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

export function aborted(signal: AbortSignal, facts: ErrorFacts = {}): ClientError {
  const cause: unknown = signal.reason;
  return new ClientError('ABORTED', 'The call was ended by its caller.', { ...facts, cause });
}
