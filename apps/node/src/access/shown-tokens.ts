// The last valid header with a token on each connection: a client sends the same one with every request, and it need
// not be hashed and looked up each time.
import { timingSafeEqual } from 'node:crypto';
import type { Token } from '../config/bearer-token';

interface Shown {
  readonly header: Buffer;
  /** A buffer of the header's size, into which the compared header is written. */
  readonly probe: Buffer;
  readonly token: Token;
  /** The list that the token belongs to. */
  readonly tokens: readonly Token[];
}

export class ShownTokens {
  private readonly shown = new WeakMap<object, Shown>();

  /**
   * Compares in constant time.
   * @param tokens the valid ones: a new list invalidates earlier results
   */
  find(connection: object, header: string, tokens: readonly Token[]): Token | undefined {
    const last = this.shown.get(connection);
    if (!last || last.tokens !== tokens || last.header.length !== header.length) return undefined;
    last.probe.write(header, 'latin1');
    return timingSafeEqual(last.probe, last.header) ? last.token : undefined;
  }

  /** Called when the connection has sent another header, which gets the full check. */
  forget(connection: object): void {
    this.shown.delete(connection);
  }

  remember(connection: object, header: string, tokens: readonly Token[], token: Token): void {
    const bytes = Buffer.from(header, 'latin1');
    this.shown.set(connection, {
      ...{ header: bytes, probe: Buffer.alloc(bytes.length), token, tokens },
    });
  }
}
