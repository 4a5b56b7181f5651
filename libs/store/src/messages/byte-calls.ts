// Calls of bytes to other members, given up early when the member is gone.
import {
  ChordError,
  CodedError,
  isSilence,
  type BytesDone,
  type Cancel,
  type ChordNode,
  type FrameOptions,
  type Id,
  type NodeRef,
  type Pieces,
} from '@chord-dht/chord';
import { Bag, type Bagged } from '../collections/bag';

/** In milliseconds: a member that takes longer than this is pinged, and again after as long. */
const DOUBT_MS = 300;
const PING_MS_MAX = 500;
/** In milliseconds: calls that become due for a ping within this time share one. */
const TOGETHER_MS = 25;
const NOTHING = new Uint8Array(0);

interface OpenCall extends Bagged {
  /** The time at which the member is to be pinged; never while a ping is in flight. */
  doubtAtMs: number;
  readonly done: BytesDone;
}

interface Peer {
  readonly node: NodeRef;
  readonly calls: Bag<OpenCall>;
}

type Failure = Parameters<BytesDone>[0];

/** One check of all open calls in place of a timer for each; a member gets one ping for all its old calls. */
export class ByteCalls {
  private readonly peers = new Map<Id, Peer>();
  private cancel: Cancel | undefined;

  constructor(
    private readonly chord: Pick<ChordNode, 'clock' | 'peers'>,
    /** Called with the defect when a ping failed by one. */
    private readonly onFault: (error: unknown) => void,
  ) {}

  /**
   * Calls `done` once with the answer, or an error as from `Peers.callBytes`; `TIMEOUT` also when the member stops
   * answering pings before the deadline. The call may then have been applied.
   */
  call(node: NodeRef, bytes: Pieces, options: FrameOptions, done: BytesDone): void {
    const peer = this.peerOf(node);
    const call = { doubtAtMs: this.chord.clock.nowMs() + DOUBT_MS, done, bagPlace: -1 };
    peer.calls.add(call);
    this.cancel ??= this.chord.clock.after(DOUBT_MS, this.look);
    this.chord.peers.callBytes(node, bytes, options, (error, reply) =>
      this.end(peer, call, error, reply),
    );
  }

  ask(node: NodeRef, bytes: Pieces, options: FrameOptions): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.call(node, bytes, options, (error, reply) => (error ? reject(error) : resolve(reply)));
    });
  }

  private peerOf(node: NodeRef): Peer {
    const known = this.peers.get(node.id);
    if (known) return known;
    const peer = { node, calls: new Bag<OpenCall>() };
    this.peers.set(node.id, peer);
    return peer;
  }

  private end(peer: Peer, call: OpenCall, error: Failure, reply: Uint8Array): void {
    if (peer.calls.delete(call)) call.done(error, reply);
  }

  private readonly look = (): void => {
    this.cancel = undefined;
    const nowMs = this.chord.clock.nowMs();
    let nextMs = Infinity;
    for (const [id, peer] of this.peers) {
      if (peer.calls.size === 0) this.peers.delete(id);
      const calls = peer.calls.all();
      const doubtful = calls.filter(({ doubtAtMs }) => doubtAtMs <= nowMs + TOGETHER_MS);
      if (doubtful.length > 0) this.askWhetherThere(peer, doubtful).catch(this.onFault);
      for (const { doubtAtMs } of calls) nextMs = Math.min(nextMs, doubtAtMs);
    }
    if (nextMs < Infinity) this.lookIn(nextMs - nowMs);
  };

  private lookIn(delayMs: number): void {
    this.cancel ??= this.chord.clock.after(delayMs, this.look);
  }

  /** Ends these calls when the member does not answer a ping that was sent after them. */
  private async askWhetherThere(peer: Peer, doubtful: readonly OpenCall[]): Promise<void> {
    for (const call of doubtful) call.doubtAtMs = Infinity;
    try {
      await this.chord.peers.call(peer.node, 'chord.ping', null, { atMostMs: PING_MS_MAX });
    } catch (error) {
      if (isSilence(error)) {
        const gone = new ChordError('TIMEOUT', `${peer.node.address} does not answer any more.`);
        for (const call of doubtful) this.end(peer, call, gone, NOTHING);
        return;
      }
      if (!(error instanceof CodedError)) throw error;
    }
    for (const call of doubtful) call.doubtAtMs = this.chord.clock.nowMs() + DOUBT_MS;
    this.lookIn(DOUBT_MS);
  }
}
