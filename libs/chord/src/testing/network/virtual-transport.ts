// One end of the virtual network: its open calls and its handler.
import { ChordError } from '../../base/errors';
import type { Address } from '../../id/node-ref';
import type { Envelope, ReplyEnvelope } from '../../ports/envelope';
import type { EnvelopeHandler, Transport } from '../../ports/transport';
import type { PlannedEvent } from '../time/event-heap';
import type { VirtualNetwork } from './virtual-network';

/** A call that waits for its answer. What comes after the end does nothing. */
export class OpenCall {
  private timer: PlannedEvent | undefined;

  constructor(
    private readonly caller: VirtualTransport,
    readonly to: Address,
    readonly envelope: Envelope,
    private readonly resolve: (reply: ReplyEnvelope) => void,
    private readonly reject: (error: ChordError) => void,
  ) {}

  get from(): Address {
    return this.caller.address;
  }

  /** Begins to wait. */
  limit(clock: VirtualNetwork['clock'], timeoutMs: number): void {
    // Made only when it is needed: an error costs more than all the rest of a call.
    const late = (): ChordError =>
      new ChordError('TIMEOUT', `There was no reply from ${this.to} in ${timeoutMs} ms.`);
    this.timer = clock.plan(timeoutMs, () => this.caller.awake(() => this.fail(late())));
  }

  /** The reply has arrived at the caller. */
  answer(reply: ReplyEnvelope): void {
    this.caller.awake(() => {
      if (this.end()) this.resolve(reply);
    });
  }

  fail(error: ChordError): void {
    if (this.end()) this.reject(error);
  }

  private end(): boolean {
    if (this.timer) this.timer.task = null;
    return this.caller.over(this);
  }
}

export class VirtualTransport implements Transport {
  /** Calls of others that this end is answering. */
  readonly incoming = new Set<OpenCall>();
  private state: 'open' | 'closed' | 'dead' = 'open';
  private handler: EnvelopeHandler | undefined;
  private readonly open = new Set<OpenCall>();
  private readonly openTo = new Map<Address, number>();
  /** What has arrived, or run out of time, while the process was asleep. */
  private waiting: (() => void)[] | undefined;

  constructor(
    private readonly network: VirtualNetwork,
    readonly address: Address,
  ) {}

  get gone(): boolean {
    return this.state !== 'open';
  }

  get listening(): boolean {
    return this.state === 'open' && this.handler !== undefined;
  }

  serve(handler: EnvelopeHandler): void {
    this.handler = handler;
  }

  request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    // A dead process waits for ever, as nothing of it goes on.
    if (this.state === 'dead') return new Promise(() => undefined);
    if (this.state === 'closed')
      return Promise.reject(new ChordError('UNREACHABLE', `${this.address} has closed.`));
    const openTo = this.openTo.get(to) ?? 0;
    if (openTo >= this.network.inFlightMax)
      return Promise.reject(new ChordError('BUSY', `${openTo} calls wait for ${to} already.`));
    return new Promise((resolve, reject) => {
      const call = new OpenCall(this, to, envelope, resolve, reject);
      this.open.add(call);
      this.openTo.set(to, openTo + 1);
      call.limit(this.network.clock, timeoutMs);
      this.network.carryRequest(call);
    });
  }

  async close(): Promise<void> {
    if (this.gone) return;
    this.state = 'closed';
    this.network.closed(this);
    const error = new ChordError('UNREACHABLE', `${this.address} has closed.`);
    for (const call of [...this.open]) call.fail(error);
  }

  /** The process is gone, and with it everything that waited in it. */
  die(): void {
    this.state = 'dead';
    this.open.clear();
  }

  /** The process is stopped: what arrives waits. */
  sleep(): void {
    this.waiting ??= [];
  }

  wake(): void {
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const task of waiting) task();
  }

  /** At once, or when the process is awake again. */
  awake(task: () => void): void {
    if (this.waiting) this.waiting.push(task);
    else task();
  }

  /** Answers a request that has arrived. Never rejects. */
  async receive(envelope: Envelope): Promise<ReplyEnvelope> {
    if (this.waiting) return this.receiveLate(envelope);
    try {
      return await (this.handler as EnvelopeHandler)(envelope);
    } catch (error) {
      return { ok: false, code: 'INTERNAL', message: String(error) };
    }
  }

  /** As the transports of a node do: nobody works on what its sender has given up. */
  private async receiveLate(envelope: Envelope): Promise<ReplyEnvelope> {
    const { clock } = this.network;
    const arrivedMs = clock.nowMs();
    await new Promise<void>((resolve) => this.awake(resolve));
    const deadlineMs = envelope.deadlineMs - (clock.nowMs() - arrivedMs);
    if (deadlineMs > 0) return this.receive({ ...envelope, deadlineMs });
    return { ok: false, code: 'BUSY', message: 'It came too late.' };
  }

  /** For the calls: @returns false when the call was over already. */
  over(call: OpenCall): boolean {
    if (!this.open.delete(call)) return false;
    const left = (this.openTo.get(call.to) ?? 1) - 1;
    if (left > 0) this.openTo.set(call.to, left);
    else this.openTo.delete(call.to);
    return true;
  }
}
