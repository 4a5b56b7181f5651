// Sends several reads together: all of one turn to one owner, if it supports that.
import { ChordError, type Address, type CodedError, type NodeRef } from '@chord-dht/chord';
import {
  clientGetSeveral,
  isToBeAskedAlone,
  readFoundWithin,
  readPart,
  readRefused,
  type FoundValue,
} from '@chord-dht/store/wire';
import type { ClientConnection } from '@chord-dht/transport';
import { hostChecksum, hostCopy } from './host-bytes';
import type { Members } from './members';

/** The most reads in one frame: the first must not wait for long until the last is handled. */
const TOGETHER_MAX = 64;
const NOWHERE: Address = '';

/** The interface of a read that may be sent with others. */
export interface Reading {
  readonly key: string;
  readonly hasEnded: boolean;
  /** Sends this read alone. */
  askAlone(owner: NodeRef, host: Address): void;
  found(value: FoundValue | undefined, owner: NodeRef, host: Address): void;
  /** The answer has arrived, and cannot be read. */
  notUnderstood(error: unknown, owner: NodeRef, host: Address, link: ClientConnection): void;
  failed(error: CodedError, owner: NodeRef, host: Address, link: ClientConnection): void;
}

/** The reads for one owner that wait for the end of the turn. */
interface Lane {
  readonly owner: NodeRef;
  readonly host: Address;
  waiting: Reading[];
  readonly send: () => void;
}

export class Readings {
  private readonly lanes = new Map<Address, Lane>();

  constructor(
    private readonly members: Members,
    /** The time limit of each read at the owner, in milliseconds. */
    private readonly timeoutMs: number,
  ) {}

  /**
   * @returns false when the owner takes one read at a time
   * @throws ChordError once the client is closed
   */
  add(reading: Reading, owner: NodeRef, host: Address): boolean {
    if (!this.members.answersInParts(host)) return false;
    const lane = this.lanes.get(owner.address) ?? this.open(owner, host);
    if (lane.waiting.length === 0) this.members.to(host).beforeSending(lane.send);
    lane.waiting.push(reading);
    if (lane.waiting.length === TOGETHER_MAX) lane.send();
    return true;
  }

  private open(owner: NodeRef, host: Address): Lane {
    const lane: Lane = { owner, host, waiting: [], send: () => this.send(lane) };
    this.lanes.set(owner.address, lane);
    return lane;
  }

  private send(lane: Lane): void {
    const { waiting, owner, host } = lane;
    lane.waiting = [];
    const readings = waiting.filter(({ hasEnded }) => !hasEnded);
    // Also where the connection has ended meanwhile, and another is made.
    if (readings.length === 1 || !this.members.answersInParts(host)) {
      for (const reading of readings) reading.askAlone(owner, host);
      return;
    }
    if (readings.length > 1) this.ask(readings, owner, host);
  }

  private ask(readings: readonly Reading[], owner: NodeRef, host: Address): void {
    const link = this.members.to(host);
    const answers = new Answers(readings, owner, host, link);
    const bytes = clientGetSeveral(readings.map(({ key }) => key));
    link.callBytes(
      owner.address,
      NOWHERE,
      bytes,
      { timeoutMs: this.timeoutMs },
      (error, rest) => {
        if (error) answers.failed(error);
        else answers.last(rest);
      },
      (part) => answers.some(part),
    );
  }
}

/** Distributes the answers to reads that were sent together, as they arrive. */
class Answers {
  private readonly open: (Reading | undefined)[];

  constructor(
    readings: readonly Reading[],
    private readonly owner: NodeRef,
    private readonly host: Address,
    private readonly link: ClientConnection,
  ) {
    this.open = [...readings];
  }

  /** @param bytes valid during the call */
  some(bytes: Uint8Array): void {
    // One copy for all values in it: each is a part of it, as small buffers of Node are parts of a larger one.
    const own = hostCopy(bytes);
    try {
      readPart(own, (place, start, end) => {
        const reading = this.open[place];
        this.open[place] = undefined;
        if (reading) this.tell(reading, own, start, end);
      });
    } catch (error) {
      this.end((reading) => this.misunderstood(reading, error));
    }
  }

  last(bytes: Uint8Array): void {
    this.some(bytes);
    this.end((reading) => this.misunderstood(reading, unanswered(this.host)));
  }

  failed(error: CodedError): void {
    this.end((reading) => reading.failed(error, this.owner, this.host, this.link));
  }

  private tell(reading: Reading, bytes: Uint8Array, start: number, end: number): void {
    if (isToBeAskedAlone(bytes, start)) return reading.askAlone(this.owner, this.host);
    let value: FoundValue | undefined;
    try {
      const refusal = readRefused(bytes, start, end);
      if (refusal) return reading.failed(refusal, this.owner, this.host, this.link);
      value = readFoundWithin(bytes, start, end, hostChecksum);
    } catch (error) {
      return this.misunderstood(reading, error);
    }
    reading.found(value, this.owner, this.host);
  }

  private misunderstood(reading: Reading, error: unknown): void {
    reading.notUnderstood(error, this.owner, this.host, this.link);
  }

  /** Ends each read that is not answered yet. */
  private end(tell: (reading: Reading) => void): void {
    for (const [place, reading] of this.open.entries()) {
      this.open[place] = undefined;
      if (reading) tell(reading);
    }
  }
}

function unanswered(host: Address): ChordError {
  return new ChordError('MALFORMED', `${host} has not answered all that was asked.`);
}
