// A ring for tests: members with the answers of a test, and a clock that the test advances.
import {
  ChordError,
  IdSpace,
  joined,
  nodeRefOf,
  type Address,
  type CodedError,
  type NodeRef,
} from '@chord-dht/chord';
import { Sha1Hasher } from '@chord-dht/chord/testing';
import { type ClientKind, writeNeighbours } from '@chord-dht/store/wire';
import type { ClientConnection } from '@chord-dht/transport';
import { Call, type CallContext, type Question } from '../call';
import { Members, type Links } from '../members';
import { settingsOf, type Settings } from '../options';
import { Readings } from '../readings';
import { RingMap } from '../ring-map';

export const space = new IdSpace(32);
export const hasher = new Sha1Hasher();
export const nodeAt = (address: Address): NodeRef => nodeRefOf(address, space, hasher);

/** A request that a member has received; answered by one of the last two methods. */
export interface Heard {
  readonly at: Address;
  readonly kind: ClientKind;
  readonly bytes: Uint8Array;
  readonly timeoutMs: number;
  part(bytes: Uint8Array): void;
  answer(bytes: Uint8Array): void;
  refuse(error: CodedError): void;
}

export class ScriptedRing implements Links {
  readonly heard: Heard[] = [];
  /** Hosts at which nothing listens. */
  readonly gone = new Set<Address>();
  /** True when members answer several reads of one call. */
  knowsParts = false;
  /** The recorded pauses in milliseconds. */
  readonly pauses: number[] = [];
  refreshes = 0;
  nowMs = 0;
  readonly ring = new RingMap(hasher);
  readonly settings: Settings;
  readonly context: CallContext;
  private readonly members: Members;
  private readonly linked = new Set<Address>();
  /** The reaction of each member to a request; by default the request is kept for the test. */
  script: (heard: Heard) => void = () => undefined;

  constructor(
    readonly addresses: readonly Address[],
    more: Partial<Parameters<typeof settingsOf>[0]> = {},
  ) {
    this.settings = settingsOf({ endpoints: addresses, ...more });
    this.ring.take({ bits: 32, hash: hasher.name });
    this.members = new Members(this, addresses, this.settings.connectionsMax);
    this.context = {
      ...{ settings: this.settings, ring: this.ring, members: this.members },
      readings: new Readings(this.members, this.settings.ownerTimeoutMs),
      nowMs: () => this.nowMs,
      after: (delayMs, task) => {
        this.pauses.push(delayMs);
        let isOff = false;
        queueMicrotask(() => {
          this.nowMs += delayMs;
          if (!isOff) task();
        });
        return () => void (isOff = true);
      },
      random: () => 1,
      refresh: () => void (this.refreshes += 1),
      ended: () => undefined,
    };
  }

  get size(): number {
    return this.linked.size;
  }

  open(): Address[] {
    return [...this.linked].filter((host) => !this.gone.has(host));
  }

  has(host: Address): boolean {
    return this.linked.has(host);
  }

  answersInParts(host: Address): boolean {
    return this.knowsParts && this.linked.has(host) && !this.gone.has(host);
  }

  to(host: Address): ClientConnection {
    const isOpen = !this.gone.has(host);
    this.linked.add(host);
    return {
      isOpen,
      beforeSending: (task) => queueMicrotask(task),
      callBytes: (to, _from, bytes, { timeoutMs }, done, onPart) => {
        const none = new Uint8Array(0);
        if (!isOpen) {
          this.linked.delete(host);
          done(new ChordError('UNREACHABLE', `${host} cannot be reached.`), none);
          return;
        }
        const whole = joined(bytes);
        const heard: Heard = {
          ...{ at: to, kind: whole[0] as ClientKind, bytes: whole.subarray(1), timeoutMs },
          part: (some) => onPart?.(some),
          answer: (answer) => done(undefined, answer),
          refuse: (error) => done(error, none),
        };
        this.heard.push(heard);
        this.script(heard);
      },
    };
  }

  /** Makes the client learn all members, from the first of them. */
  learn(): void {
    const nodes = this.addresses.map(nodeAt).sort((a, b) => (a.id < b.id ? -1 : 1));
    const [self, ...successors] = nodes as [NodeRef, ...NodeRef[]];
    const predecessor = successors.at(-1) ?? null;
    this.ring.learnNeighbours(
      joined(writeNeighbours({ self, predecessor, successors, ringMs: 1_000 })),
    );
  }

  ownerOf(key: string): Address {
    return this.ring.ownerOf(this.ring.keyId(key))?.address ?? 'nobody';
  }

  call<Result>(key: string, question: Question<Result>, timeoutMs = 30_000): CallUnderWay<Result> {
    let call!: Call<Result>;
    const result = new Promise<Result>((resolve, reject) => {
      const deadlineMs = this.nowMs + timeoutMs;
      const keyId = this.ring.keyId(key);
      call = new Call(this.context, keyId, question, deadlineMs, resolve, reject);
    });
    call.go();
    return { call, result };
  }
}

export interface CallUnderWay<Result> {
  readonly call: Call<Result>;
  readonly result: Promise<Result>;
}
