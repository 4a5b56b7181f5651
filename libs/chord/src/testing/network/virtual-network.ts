// A network in virtual time: its listeners, and the fate of each message.
import { ChordError } from '../../base/errors';
import type { Address } from '../../id/node-ref';
import { deepCopy } from '../../messages/deep-copy';
import type { ReplyEnvelope } from '../../ports/envelope';
import type { Random } from '../../ports/random';
import type { VirtualClock } from '../time/virtual-clock';
import type { Latency } from './latency';
import { LinkFaults } from './link-faults';
import { VirtualTransport, type OpenCall } from './virtual-transport';

/** `refusing`: a dead address answers that nobody is there. `silent`: it does not answer. */
export type Death = 'refusing' | 'silent';

export interface VirtualNetworkOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly latency: Latency;
  /** How processes die that are killed without a word about it. */
  readonly death?: Death;
  /**
   * `deep`: both ends have objects of their own, as after a codec. `shared`: messages are passed by
   * reference, which is right as long as nobody changes what it sent or got, and much faster.
   */
  readonly copies?: 'deep' | 'shared';
  /** Calls that one address may have open to another; more are `BUSY`. */
  readonly inFlightMax?: number;
  /** Is called with each message. */
  readonly log?: { add(line: string): void };
}

export class VirtualNetwork {
  readonly clock: VirtualClock;
  readonly faults = new LinkFaults();
  readonly inFlightMax: number;
  /** Messages sent so far, requests and replies. */
  messages = 0;
  private readonly hosts = new Map<Address, VirtualTransport>();
  /** How those died that died in a way of their own. */
  private readonly deaths = new Map<Address, Death>();

  constructor(private readonly options: VirtualNetworkOptions) {
    this.clock = options.clock;
    this.inFlightMax = options.inFlightMax ?? 1024;
  }

  /** A fresh transport; one that was at this address before must be closed or killed. */
  transport(address: Address): VirtualTransport {
    const present = this.hosts.get(address);
    if (present && !present.gone) throw new Error(`${address} is taken.`);
    this.deaths.delete(address);
    const fresh = new VirtualTransport(this, address);
    this.hosts.set(address, fresh);
    return fresh;
  }

  /** The process at `address` dies: nothing of it goes on, and its callers find nobody there. */
  kill(address: Address, death?: Death): void {
    const host = this.hosts.get(address);
    if (!host || host.gone) return;
    host.die();
    this.hosts.delete(address);
    if (death) this.deaths.set(address, death);
    this.breakCalls(host);
  }

  /** The process at `address` dies and another takes its place. @returns the new one's transport */
  restart(address: Address): VirtualTransport {
    this.kill(address);
    return this.transport(address);
  }

  /** The process at `address` is stopped: what is sent to it waits until it wakes. */
  sleep(address: Address): void {
    this.hosts.get(address)?.sleep();
  }

  wake(address: Address): void {
    this.hosts.get(address)?.wake();
  }

  /** For the transports: a process closed its transport in an orderly way. */
  closed(host: VirtualTransport): void {
    if (this.hosts.get(host.address) === host) this.hosts.delete(host.address);
    this.breakCalls(host);
  }

  /** For the transports: sends a request and, when it arrives, has it answered. */
  carryRequest(call: OpenCall): void {
    const envelope = this.copy(call.envelope);
    const { from, to } = call;
    // A connection ends with the process at its other end: what was on the way to that one does not
    // reach another that has taken its address.
    const present = this.hosts.get(to);
    this.carry(from, to, call.envelope.type, () => {
      const host = this.hosts.get(to);
      if (!host || !host.listening || (present && host !== present)) this.refuse(call);
      else {
        host.incoming.add(call);
        host.receive(envelope).then((reply) => this.carryReply(host, call, reply), ignore);
      }
    });
  }

  /** For the transports. */
  copy<T>(value: T): T {
    return this.options.copies === 'shared' ? value : deepCopy(value);
  }

  private carryReply(host: VirtualTransport, call: OpenCall, reply: ReplyEnvelope): void {
    host.incoming.delete(call);
    if (host.gone) return;
    const copy = this.copy(reply);
    this.carry(call.to, call.from, reply.ok ? 'ok' : reply.code, () => call.answer(copy));
  }

  private carry(from: Address, to: Address, what: string, arrive: () => void): void {
    const { clock, random, latency, log } = this.options;
    this.messages += 1;
    const copies = this.faults.copies(from, to, random);
    log?.add(`${clock.nowMs().toFixed(3)} ${from}>${to} ${what} x${copies.length}`);
    for (const extraMs of copies) clock.plan(latency(random, from, to) + extraMs, arrive);
  }

  private refuse(call: OpenCall): void {
    if ((this.deaths.get(call.to) ?? this.options.death) === 'silent') return;
    this.carry(call.to, call.from, 'nobody', () =>
      call.fail(new ChordError('UNREACHABLE', `Nobody listens at ${call.to}.`)),
    );
  }

  private breakCalls(host: VirtualTransport): void {
    for (const call of host.incoming) this.refuse(call);
    host.incoming.clear();
  }
}

function ignore(): void {
  // `receive` never rejects.
}
