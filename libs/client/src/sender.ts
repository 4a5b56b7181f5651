// Sends a request until it is answered, refused for good, or out of time: chooses the node, the number of attempts and
// the pauses.
import { whenAborted } from './abort';
import { ClientError, type ErrorFacts } from './client-error';
import { noAnswer, readFailure, type Asked } from './answers';
import { Endpoints, type Endpoint } from './endpoints';
import {
  aborted,
  checkedTimeout,
  pause,
  settingsOf,
  type ClientOptions,
  type Settings,
} from './options';
import { judge, pauseMs, type CallKind } from './retry-rules';

export interface Question extends Partial<CallKind> {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query, percent-encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Uint8Array | string | undefined;
  /** Statuses above 299 that count as answers. */
  readonly accepted?: readonly number[] | undefined;
  /** The time limit of an attempt, where it differs from the client's. */
  readonly attemptTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/** Reads an answer. An error that it throws counts as an answer that broke off. */
export type Reader<T> = (response: Response, endpoint: string) => Promise<T>;

export class Sender {
  readonly settings: Settings;
  readonly endpoints: Endpoints;

  /** @throws ClientError `BAD_OPTION` */
  constructor(options: ClientOptions) {
    this.settings = settingsOf(options);
    this.endpoints = new Endpoints(options.endpoints);
  }

  /** @throws ClientError */
  async send<T>(question: Question, read: Reader<T>): Promise<T> {
    const { clock, attemptsMax } = this.settings;
    const deadlineMs =
      clock.nowMs() + checkedTimeout(question.timeoutMs ?? this.settings.timeoutMs);
    const kind = { isWrite: false, isRepeatable: false, ...question };
    let isInDoubt = false;
    for (let attempt = 1; ; attempt++) {
      const endpoint = this.endpoints.pick(clock.nowMs());
      try {
        const answer = await this.attempt(endpoint, question, deadlineMs, read);
        this.endpoints.worked(endpoint);
        return answer;
      } catch (caught) {
        const error: ClientError = isInDoubt
          ? (caught as ClientError).inDoubt()
          : (caught as ClientError);
        if (attempt >= attemptsMax) throw error;
        isInDoubt ||= error.outcome === 'unknown';
        const waitMs = this.waitAfter(error, { endpoint, kind, attempt });
        if (waitMs === undefined || clock.nowMs() + waitMs >= deadlineMs) throw error;
        await pause(clock, waitMs, question.signal).catch(() => {
          const ended = aborted(question.signal as AbortSignal, unsent(kind));
          throw isInDoubt ? ended.inDoubt() : ended;
        });
      }
    }
  }

  /** Milliseconds until the next attempt; `undefined` when there must be none. */
  waitAfter(
    error: ClientError,
    { endpoint, kind, attempt }: { endpoint: Endpoint; kind: CallKind; attempt: number },
  ): number | undefined {
    const verdict = judge(error, kind);
    if (verdict === 'give-up') return undefined;
    const nowMs = this.settings.clock.nowMs();
    if (verdict === 'later') {
      this.endpoints.passOver(endpoint);
      return pauseMs(attempt, error.retryAfterMs, this.settings);
    }
    const restMs = pauseMs(endpoint.failures + 1, error.retryAfterMs, this.settings);
    this.endpoints.failed(endpoint, nowMs + restMs);
    return Math.max(0, this.endpoints.pick(nowMs).notBeforeMs - nowMs);
  }

  private async attempt<T>(
    endpoint: Endpoint,
    question: Question,
    deadlineMs: number,
    read: Reader<T>,
  ): Promise<T> {
    const { clock, attemptTimeoutMs } = this.settings;
    const { signal, isWrite = false, accepted = [] } = question;
    if (signal?.aborted) throw aborted(signal, unsent({ isWrite }));
    const path = question.path.replace(/\?.*/s, '');
    const asked = { endpoint: endpoint.url, isWrite, what: `${question.method} ${path}` };
    const leftMs = Math.max(0, deadlineMs - clock.nowMs());
    const limitMs = Math.min(question.attemptTimeoutMs ?? attemptTimeoutMs, leftMs);
    const end = new AbortController();
    const unheard = whenAborted(signal, () => end.abort(signal?.reason));
    let isLate = false;
    const giveUp = () => {
      isLate = true;
      end.abort();
    };
    const stop = clock.after(limitMs, giveUp, 'limit');
    try {
      const response = await this.fetch(endpoint, question, end.signal);
      if (!response.ok && !accepted.includes(response.status))
        throw await readFailure(response, asked);
      return await read(response, endpoint.url);
    } catch (error) {
      if (error instanceof ClientError) throw error;
      if (signal?.aborted) throw endedBy(signal, asked);
      throw isLate ? tooLate(asked, limitMs, limitMs === leftMs) : noAnswer(error, asked);
    } finally {
      stop();
      unheard();
    }
  }

  /**
   * Sends one request, without retries.
   * @throws ClientError `BAD_OPTION` for a text that no header can carry, and when the caller's own token function fails
   */
  fetch(endpoint: Endpoint, question: Question, signal: AbortSignal): Promise<Response> {
    const { method, path, body, isWrite = false } = question;
    const token = this.tokenFor(isWrite);
    const headers: Record<string, string> = { ...question.headers };
    if (token) headers['authorization'] = `Bearer ${token}`;
    for (const [name, text] of Object.entries(headers)) checkHeader(name, text, isWrite);
    return this.settings.fetch(endpoint.url + path, {
      ...{ method, headers, signal },
      ...(body === undefined ? {} : { body: body as BodyInit }),
      // Redirects are not followed: a token goes to no other server, and a cookie to none at all.
      ...{ redirect: 'manual', credentials: 'omit', cache: 'no-store' },
    });
  }

  private tokenFor(isWrite: boolean): string | undefined {
    try {
      return this.settings.token();
    } catch (cause) {
      const facts = { cause, ...unsent({ isWrite }) };
      throw new ClientError('BAD_OPTION', 'The function that gives the token has failed.', facts);
    }
  }
}

/** Checked here because `fetch` reports it like a failed connection. The message omits the text: it may be a token. */
function checkHeader(name: string, text: string, isWrite: boolean): void {
  try {
    new Headers([[name, text]]);
  } catch {
    const sentence = `What was given for the header ${name} cannot be sent: it has line breaks or letters beyond Latin-1.`;
    throw new ClientError('BAD_OPTION', sentence, unsent({ isWrite }));
  }
}

/** The outcome of a request that was not sent. */
function unsent({ isWrite }: Pick<CallKind, 'isWrite'>): ErrorFacts {
  return isWrite ? { outcome: 'not-applied' } : {};
}

function endedBy(signal: AbortSignal, { isWrite, endpoint }: Asked): ClientError {
  return aborted(signal, { endpoint, outcome: isWrite ? 'unknown' : undefined });
}

function tooLate(
  { endpoint, isWrite, what }: Asked,
  limitMs: number,
  isLast: boolean,
): ClientError {
  const sentence = `${endpoint} did not answer ${what} within ${Math.round(limitMs)} ms.`;
  const outcome = isWrite ? 'unknown' : undefined;
  return new ClientError(isLast ? 'TIMED_OUT' : 'NO_ANSWER', sentence, { endpoint, outcome });
}
