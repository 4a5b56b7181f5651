// Counts recent wrong tokens by origin and bounds guessing.
import { isIPv6 } from 'node:net';

const MINUTE_MS = 60_000;
const PLACES_MAX = 10_000;

interface Place {
  /** The number of wrong tokens that are still allowed. */
  credit: number;
  atMs: number;
  isTold: boolean;
}

export class WrongTokens {
  /** The place of the latest wrong token is last. */
  private readonly places = new Map<string, Place>();
  /** Connections that have shown a right token: they are not blocked because of other clients at their address. */
  private readonly known = new WeakSet<object>();

  /**
   * @param perMinute from one place in the long run; as many may come at once. 0 for any number
   * @param onLimit called with a place that is blocked, once until it has been quiet
   */
  constructor(
    private readonly perMinute: number,
    private readonly onLimit: (place: string) => void,
  ) {}

  /**
   * False while the address is blocked: then the token is not looked up, so that the answer reveals nothing.
   * @param nowMs monotonic
   */
  mayTry(connection: object, address: string, nowMs: number): boolean {
    if (this.perMinute === 0 || this.known.has(connection)) return true;
    const name = placeOf(address);
    const place = this.places.get(name);
    if (!place) return true;
    this.earn(place, nowMs);
    if (place.credit >= 1) return true;
    if (!place.isTold) this.onLimit(name);
    place.isTold = true;
    return false;
  }

  right(connection: object): void {
    if (this.perMinute > 0) this.known.add(connection);
  }

  wrong(connection: object, address: string, nowMs: number): void {
    if (this.perMinute === 0) return;
    this.known.delete(connection);
    const name = placeOf(address);
    const place = this.places.get(name) ?? { credit: this.perMinute, atMs: nowMs, isTold: false };
    this.earn(place, nowMs);
    place.credit = Math.max(0, place.credit - 1);
    this.places.delete(name);
    if (this.places.size >= PLACES_MAX) this.forgetOne();
    this.places.set(name, place);
  }

  private earn(place: Place, nowMs: number): void {
    const earned = ((nowMs - place.atMs) / MINUTE_MS) * this.perMinute;
    place.credit = Math.min(this.perMinute, place.credit + earned);
    place.atMs = nowMs;
    if (place.credit === this.perMinute) place.isTold = false;
  }

  private forgetOne(): void {
    const [first] = this.places.keys();
    if (first !== undefined) this.places.delete(first);
  }
}

/** The owner of one IPv6 address has all addresses with the same first 64 bits. */
function placeOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [before = '', after] = (plain.split('%')[0] as string).split('::') as [string, string?];
  const head = before.split(':').filter(Boolean);
  const tail = after === undefined ? [] : after.split(':').filter(Boolean);
  const zeros = after === undefined ? [] : Array<string>(8 - head.length - tail.length).fill('0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`;
}
