// Knows one end of a memory network: its open calls and its handler.
import { ChordError } from '../base/errors';
import type { Envelope, ReplyEnvelope } from '../ports/envelope';
import type { Address } from '../id/node-ref';
import type { EnvelopeHandler, Transport } from '../ports/transport';
import { deepCopy } from '../messages/deep-copy';
import type { MemoryNetwork } from './memory-network';

/** An open call: `end` settles it; what comes later does nothing. */
interface Call {
  readonly to: Address;
  answer(reply: ReplyEnvelope): void;
  fail(error: ChordError): void;
}

export class MemoryTransport implements Transport {
  closed = false;
  private handler: EnvelopeHandler | undefined;
  private readonly calls = new Map<Address, Set<Call>>();

  constructor(
    private readonly network: MemoryNetwork,
    private readonly address: Address,
  ) {}

  get listening(): boolean {
    return !this.closed && this.handler !== undefined;
  }

  serve(handler: EnvelopeHandler): void {
    this.handler = handler;
  }

  async request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    if (this.closed)
      throw new ChordError('UNREACHABLE', `the transport of ${this.address} is closed`);
    const sent = deepCopy(envelope);
    const refusal = this.network.refusal(this.address, to);
    // The refusal takes a turn as well, so that nobody relies on an answer within the same turn.
    if (refusal) return Promise.reject(refusal);
    const open = this.openCallsTo(to);
    if (open.size >= this.network.inFlightMax) {
      throw new ChordError('BUSY', `${open.size} calls wait for ${to} already`);
    }
    return new Promise((resolve, reject) => {
      const call = this.openCall(to, open, timeoutMs, resolve, reject);
      const lost = (): void => this.lose(call, timeoutMs);
      const returned = (reply: ReplyEnvelope): void =>
        this.network.carry(to, this.address, () => call.answer(reply), lost);
      this.network.carry(this.address, to, (host) => void host.receive(sent).then(returned), lost);
    });
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.breakAll();
    this.network.gone(this.address);
  }

  /** Ends all calls of this transport. */
  breakAll(): void {
    for (const to of [...this.calls.keys()]) this.breakCallsTo(to);
  }

  /** Ends the calls that wait for `to`. */
  breakCallsTo(to: Address): void {
    for (const call of [...(this.calls.get(to) ?? [])]) {
      call.fail(new ChordError('UNREACHABLE', `the connection to ${to} broke`));
    }
  }

  private async receive(envelope: Envelope): Promise<ReplyEnvelope> {
    const { handler } = this;
    if (!handler) return { ok: false, code: 'UNREACHABLE', message: 'not serving yet' };
    try {
      return deepCopy(await handler(envelope));
    } catch (error) {
      return { ok: false, code: 'INTERNAL', message: String(error) };
    }
  }

  private openCallsTo(to: Address): Set<Call> {
    let open = this.calls.get(to);
    if (!open) this.calls.set(to, (open = new Set()));
    return open;
  }

  private openCall(
    to: Address,
    open: Set<Call>,
    timeoutMs: number,
    resolve: (reply: ReplyEnvelope) => void,
    reject: (error: ChordError) => void,
  ): Call {
    const end = (): boolean => {
      if (!open.delete(call)) return false;
      cancel?.();
      if (open.size === 0 && this.calls.get(to) === open) this.calls.delete(to);
      return true;
    };
    const call: Call = {
      to,
      answer: (reply) => void (end() && resolve(reply)),
      fail: (error) => void (end() && reject(error)),
    };
    open.add(call);
    const cancel = this.network.clock?.after(timeoutMs, () => call.fail(noReply(to, timeoutMs)));
    return call;
  }

  /** With a clock the deadline ends the call; without one nothing else would. */
  private lose(call: Call, timeoutMs: number): void {
    if (!this.network.clock) call.fail(noReply(call.to, timeoutMs));
  }
}

function noReply(to: Address, timeoutMs: number): ChordError {
  return new ChordError('TIMEOUT', `no reply from ${to} within ${timeoutMs} ms`);
}
