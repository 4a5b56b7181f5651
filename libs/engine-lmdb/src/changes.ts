// What writes have changed: places of records, entries of the state, and what is to leave the index by time.
import {
  endOf,
  IdLists,
  isDeletedIn,
  type End,
  type Position,
  type Replaced,
} from '@chord-dht/store';

/** What the indexes say of a place. */
export interface Indexed {
  /** `undefined` when it is not known, as the record is corrupt. */
  readonly isListed: boolean | undefined;
  readonly end: End | undefined;
}

export interface Touched extends Position {
  /** The bytes of the place. */
  name: Buffer;
  /** What lies there now; `null` for nothing. */
  bytes: Uint8Array | null;
  /** It was moved here, and nobody may ask for it soon. */
  isMoved: boolean;
  /** Before these changes. */
  readonly before: Indexed;
}

const NOT_INDEXED: Indexed = { isListed: false, end: undefined };
const LISTED: Indexed = { isListed: true, end: undefined };
const UNKNOWN: Indexed = { isListed: undefined, end: undefined };

/** What the indexes say of a place with a record; most have no end, and cost no object. */
export function indexedBy(record: Replaced): Indexed {
  if (record === undefined) return NOT_INDEXED;
  if (record === null) return UNKNOWN;
  const end = endOf(record);
  const isListed = !isDeletedIn(record);
  return end === undefined && isListed ? LISTED : { isListed, end };
}

export function isListed({ bytes }: Touched): boolean {
  return bytes !== null && !isDeletedIn(bytes);
}

export function endOfTouched({ bytes }: Touched): End | undefined {
  return bytes ? endOf(bytes) : undefined;
}

export class Changes {
  private readonly places = new IdLists<Touched>();
  readonly all: Touched[] = [];
  /** Of the state of the node. */
  readonly states = new Map<string, string>();
  /** Entries of the index by time that tell of no record. */
  readonly strayEnds: { readonly end: End; readonly name: Buffer }[] = [];
  /** Everything before is gone. */
  isCleared = false;
  private soughtKey = '';
  /** Made once: each record that is put is sought several times. */
  private readonly isSought = ({ key }: Touched): boolean => key === this.soughtKey;

  /** Nothing in it has to survive the process. */
  get isVolatile(): boolean {
    return this.all.length === 0 && this.states.size === 0 && !this.isCleared;
  }

  find({ keyId, key }: Position): Touched | undefined {
    if (this.all.length === 0) return undefined;
    this.soughtKey = key;
    return this.places.find(keyId, this.isSought);
  }

  add(touched: Touched): void {
    this.places.add(touched);
    this.all.push(touched);
  }

  /** Takes later changes up; what lay in a place before stays what it was. */
  absorb(later: Changes): void {
    for (const touched of later.all) {
      const known = this.find(touched);
      if (known) {
        known.bytes = touched.bytes;
        known.isMoved = touched.isMoved;
      } else this.add(touched);
    }
    for (const [name, value] of later.states) this.states.set(name, value);
    this.strayEnds.push(...later.strayEnds);
  }

  forget(): void {
    if (this.all.length > 0) this.places.clear();
    this.all.length = 0;
    this.states.clear();
    this.strayEnds.length = 0;
    this.isCleared = false;
  }
}
