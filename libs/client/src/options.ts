// The options of a client and of each call.
import type { RecoveryDto } from '@chord-dht/api-client';
import { whenAborted } from './abort';
import { ClientError, type ErrorFacts } from './client-error';

/** The clock of a client; tests replace it. */
export interface ClientClock {
  nowMs(): number;
  /**
   * Calls `task` once after this time, at the end of a pause or of a limit on a node. @returns a function that cancels
   * it
   */
  after(delayMs: number, task: () => void, what: 'pause' | 'limit'): () => void;
}

/** The options of every client of a ring, whatever its protocol. */
export interface AnyClientOptions {
  /** The bearer token; a function is called for each request or new connection, so that a token can be replaced. */
  readonly token?: string | (() => string | undefined) | undefined;
  /** The deadline of a call, pauses and all attempts included. 30 s. */
  readonly timeoutMs?: number | undefined;
  /** The time limit of one attempt, after which another node is asked. 10 s. */
  readonly attemptTimeoutMs?: number | undefined;
  /** The most attempts of a call. 8. */
  readonly attemptsMax?: number | undefined;
}

export interface ClientOptions extends AnyClientOptions {
  /** Nodes of one ring: `host:port`, or a URL with a base path. The first one that answers is used until it fails. */
  readonly endpoints: string | readonly string[];
  /** The first pause before a further attempt; it doubles, with jitter. 100 ms. */
  readonly backoffMs?: number | undefined;
  /** The longest pause that the client chooses; `Retry-After` may require a longer one. 5 s. */
  readonly backoffMaxMs?: number | undefined;
  /** The time without a byte after which a watch continues at another node; nodes send one every 15 s. 45 s. */
  readonly silenceMs?: number | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly clock?: ClientClock | undefined;
  /** From 0 to 1. */
  readonly random?: (() => number) | undefined;
}

/** The options of every call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Replaces `timeoutMs` of the client. */
  readonly timeoutMs?: number | undefined;
}

export interface RecoveryOptions extends CallOptions {
  /** Only asks whether the nodes can be given up. */
  readonly check?: boolean;
  /** The arcs that all remaining nodes have returned with `check`; without it, those that the node knows of. */
  readonly waiting?: RecoveryDto['waiting'];
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
    // In browsers `fetch` has to be called on the global object.
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
    clock: options.clock ?? SYSTEM_CLOCK,
    random: options.random ?? Math.random,
  };
}

/** The longest time of a timer in JavaScript; one for more, or for `Infinity`, would run out at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Checks a numeric option, and bounds it to what a timer can hold. @throws ClientError `BAD_OPTION` */
export function positive(name: string, given: number | undefined, fallback: number): number {
  const value = given ?? fallback;
  if (typeof value === 'number' && value > 0) return Math.min(value, TIMER_MS_MAX);
  throw new ClientError('BAD_OPTION', `${name} must be a number above 0, not ${String(value)}.`);
}

/** Checks the deadline of a call; 0 or less has passed already. @throws ClientError `BAD_OPTION` */
export function checkedTimeout(timeoutMs: number): number {
  if (typeof timeoutMs === 'number' && !Number.isNaN(timeoutMs)) return timeoutMs;
  const sentence = `timeoutMs must be a number, not ${String(timeoutMs)}.`;
  throw new ClientError('BAD_OPTION', sentence, { outcome: 'not-applied' });
}

/** Resolves after the time, or rejects with `ABORTED` when the signal is aborted first. */
export function pause(clock: ClientClock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(signal));
    if (delayMs <= 0) return resolve();
    const passed = () => {
      unheard();
      resolve();
    };
    const stop = clock.after(delayMs, passed, 'pause');
    const unheard = whenAborted(signal, () => {
      stop();
      unheard();
      reject(aborted(signal as AbortSignal));
    });
  });
}

export function aborted(signal: AbortSignal, facts: ErrorFacts = {}): ClientError {
  const cause: unknown = signal.reason;
  return new ClientError('ABORTED', 'The call was ended by its caller.', { ...facts, cause });
}
