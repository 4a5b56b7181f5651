// A client with a map of the ring: it asks the owner of a key directly, over the peers' binary protocol.
import { CodedError, type Address, type Hasher, type NodeRef } from '@chord-dht/chord';
import {
  checkedTimeout,
  ClientError,
  whenAborted,
  type CallOptions,
  type PutOptions,
  type WriteOptions,
  type Written,
} from '@chord-dht/client';
import { ClientKind } from '@chord-dht/store/wire';
import { ClientConnections, Sha1Hasher } from '@chord-dht/transport';
import { Call, type CallContext, type Question } from './call';
import { Members } from './members';
import { policyFor, settingsOf, tlsOf, type RingClientOptions, type Settings } from './options';
import { DeleteQuestion, GetQuestion, PutQuestion } from './questions';
import { Readings } from './readings';
import { RingMap } from './ring-map';
import { type RingValue } from './ring-value';
import { Turns } from './turns';
import { judge } from './verdicts';

/** The shortest interval of requested refreshes of the map, in milliseconds. */
const REFRESH_MS_MIN = 100;
const REFRESH_TIMEOUT_MS = 2_000;

export class RingClient {
  private readonly settings: Settings;
  private readonly ring: RingMap;
  private readonly links: ClientConnections;
  private readonly members: Members;
  private readonly context: CallContext;
  private readonly onFault: (error: unknown) => void;
  private readonly turns: Turns;
  private callsAtRefresh = 0;
  private calls = 0;
  private known: readonly Address[] = [];
  private refreshing = false;
  private refreshedMs = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private closed = false;

  private constructor(options: RingClientOptions) {
    const { hasher = new Sha1Hasher() as Hasher, token, onFault = warn } = options;
    this.settings = settingsOf(options);
    this.onFault = onFault;
    const { endpoints, connectionsMax, inFlightMax } = this.settings;
    this.turns = new Turns(this.settings);
    this.ring = new RingMap(hasher);
    this.links = new ClientConnections({
      policy: policyFor(endpoints),
      tls: tlsOf(options.tls),
      token: typeof token === 'function' ? token : () => token,
      limits: { inFlightMax, dialTimeoutMs: this.settings.ownerTimeoutMs },
      onWelcome: ({ ring }) => this.ring.take(ring),
      onEnded: () => this.refresh(),
      onFault,
    });
    this.members = new Members(this.links, endpoints, connectionsMax);
    this.context = {
      settings: this.settings,
      ring: this.ring,
      members: this.members,
      readings: new Readings(this.members, this.settings.ownerTimeoutMs),
      nowMs: () => performance.now(),
      after: (delayMs, task) => {
        const timer = setTimeout(task, delayMs);
        return () => clearTimeout(timer);
      },
      random: Math.random,
      refresh: () => this.refresh(),
      ended: () => this.turns.ended(),
    };
  }

  /**
   * Resolves when a member has accepted this client and has sent its neighbours.
   * @throws ClientError `BAD_OPTION`; `UNAUTHENTICATED` when a token is required; `INCOMPATIBLE` for a ring of another
   *   hash; `NO_ANSWER` when no endpoint has answered within `timeoutMs`
   */
  static async connect(options: RingClientOptions): Promise<RingClient> {
    const client = new RingClient(options);
    try {
      await client.begin();
      return client;
    } catch (error) {
      await client.close();
      throw error;
    }
  }

  /** The known members, `host:port`; those of several positions appear once for each. */
  get memberAddresses(): readonly Address[] {
    return this.known;
  }

  /** The number of calls in flight. */
  get callsUnderWay(): number {
    return this.turns.size;
  }

  /** Returns the latest value of a key, or `undefined` when there is none; linearizable. @throws ClientError */
  get(key: string, options?: CallOptions): Promise<RingValue | undefined> {
    try {
      return this.call(key, new GetQuestion(key), options);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /**
   * @throws ClientError, `PRECONDITION_FAILED` when a condition does not hold; its `outcome` has the effect on the
   *   value
   */
  put(key: string, value: string | Uint8Array, options: PutOptions = {}): Promise<Written> {
    try {
      return this.call(key, new PutQuestion(key, value, options, this.ring), options);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /** Returns whether there was a value. @throws ClientError */
  delete(key: string, options: WriteOptions = {}): Promise<boolean> {
    try {
      return this.call(key, new DeleteQuestion(key, options, this.ring), options);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /** Closes all connections; calls in flight fail. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.soon);
    this.turns.abort(closedError());
    await this.links.close();
  }

  private call<Result>(
    key: string,
    question: Question<Result>,
    options: CallOptions | undefined,
  ): Promise<Result> {
    if (this.closed) return Promise.reject(closedError());
    const signal = options?.signal;
    if (signal?.aborted) return Promise.reject(abortedBy(signal));
    const keyId = this.ring.keyId(key);
    const nowMs = performance.now();
    const deadlineMs = nowMs + checkedTimeout(options?.timeoutMs ?? this.settings.timeoutMs);
    let call: Call<Result> | undefined;
    const result = new Promise<Result>((resolve, reject) => {
      call = new Call(this.context, keyId, question, deadlineMs, resolve, reject);
      this.calls += 1;
      this.turns.admit(call as Call<unknown>, reject, nowMs);
    });
    return signal && call ? followed(signal, call, result) : result;
  }

  private async begin(): Promise<void> {
    const deadlineMs = performance.now() + this.settings.timeoutMs;
    let last: ClientError | undefined;
    for (let attempt = 1; !this.ring.isKnown || this.known.length === 0; attempt += 1) {
      const nowMs = performance.now();
      if (nowMs >= deadlineMs) throw last ?? noneAnswers(this.settings);
      const host = this.members.anyone(nowMs, undefined);
      try {
        await this.look(host);
      } catch (error) {
        const failure = judge(error, { endpoint: host, isWrite: false, isUnsent: false });
        if (failure.verdict === 'give-up') throw failure.error;
        last = failure.error;
        this.members.avoid(host, nowMs);
        const pauseMs = attempt < this.settings.endpoints.length ? 0 : REFRESH_MS_MIN;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
    this.timer = setTimeout(this.onTimer, this.settings.refreshMs);
    this.timer.unref();
  }

  private readonly onTimer = (): void => {
    if (this.closed) return;
    this.timer = setTimeout(this.onTimer, this.settings.refreshMs);
    this.timer.unref();
    if (this.calls === this.callsAtRefresh) return;
    this.callsAtRefresh = this.calls;
    this.refresh();
  };

  /** Refreshes the map after it proved wrong, but not once for every call that notices it. */
  private refresh(): void {
    if (this.closed || this.refreshing || this.soon || !this.ring.isKnown) return;
    const dueMs = this.refreshedMs + REFRESH_MS_MIN - performance.now();
    if (dueMs > 0) {
      this.soon = setTimeout(() => {
        this.soon = undefined;
        this.refresh();
      }, dueMs);
      this.soon.unref();
      return;
    }
    this.refreshing = true;
    this.look(this.members.anyone(performance.now(), undefined))
      .catch((error: unknown) => {
        // A silent member is noticed by calls as well, and the next refresh asks another.
        if (!(error instanceof CodedError || error instanceof ClientError)) this.onFault(error);
      })
      .finally(() => {
        this.refreshing = false;
        this.refreshedMs = performance.now();
      });
  }

  /** Asks a member for its neighbours. @throws CodedError, ClientError */
  private async look(host: Address): Promise<void> {
    const bytes = await new Promise<Uint8Array>((resolve, reject) => {
      const question = Uint8Array.of(ClientKind.neighbours);
      const options = { timeoutMs: REFRESH_TIMEOUT_MS };
      this.members.to(host).callBytes(host, '', question, options, (error, answer) => {
        if (error) reject(error);
        else resolve(answer.slice());
      });
    });
    const members: readonly NodeRef[] = this.ring.learnNeighbours(bytes);
    this.known = members.map(({ address }) => address);
  }
}

/** Removes its listener afterwards, as a signal may outlive many calls. */
function followed<Result>(
  signal: AbortSignal,
  call: Call<Result>,
  result: Promise<Result>,
): Promise<Result> {
  return result.finally(whenAborted(signal, () => call.abort(abortedBy(signal))));
}

function abortedBy(signal: AbortSignal): ClientError {
  const facts = { cause: signal.reason as unknown, outcome: 'not-applied' as const };
  return new ClientError('ABORTED', 'The call was ended by its caller.', facts);
}

function closedError(): ClientError {
  return new ClientError('ABORTED', 'The client is closed.', { outcome: 'not-applied' });
}

function noneAnswers({ endpoints }: Settings): ClientError {
  return new ClientError('NO_ANSWER', `Nobody answers at ${endpoints.join(', ')}.`);
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : new Error(String(error)));
}
