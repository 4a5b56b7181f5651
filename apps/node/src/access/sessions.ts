// Recognises a browser that has shown its token once, by a signed cookie that no script can read and that does not
// contain the token.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Token } from '../config/bearer-token';

const LIFE_MS = 12 * 60 * 60 * 1_000;
const VALUE = /^([A-Za-z0-9._@-]{1,64})~([0-9]{1,16})~([0-9a-f]{64})$/;

export interface SessionOptions {
  /** Cookies apply to all ports of a host: nodes of one machine need different names. */
  readonly port: number;
  /** The secret of all members; without it each start of a node begins with no sessions. */
  readonly peerSecret?: string | undefined;
  /** The path under which a proxy exposes the node; empty at the root. */
  readonly basePath: string;
  /** True when the browser may send the cookie over TLS only. */
  readonly isSecure: boolean;
}

export class Sessions {
  private readonly key: Buffer;
  private readonly cookie: string;

  constructor(private readonly options: SessionOptions) {
    const secret = options.peerSecret ?? randomBytes(32);
    this.key = createHmac('sha256', secret).update('chord-session/1').digest();
    this.cookie = `chord_session_${options.port}`;
  }

  /** Returns the Set-Cookie header for a browser that has shown this token. */
  begin(token: Token, nowMs: number): string {
    const endsAtMs = String(nowMs + LIFE_MS);
    return this.setCookie(
      `${token.name}~${endsAtMs}~${this.sign(token, endsAtMs)}`,
      LIFE_MS / 1_000,
    );
  }

  end(): string {
    return this.setCookie('', 0);
  }

  /** Returns the token of a valid session in a Cookie header. */
  find(cookies: string, tokens: readonly Token[], nowMs: number): Token | undefined {
    for (const part of cookies.split(';')) {
      const at = part.indexOf('=');
      if (at < 0 || part.slice(0, at).trim() !== this.cookie) continue;
      const [, name, endsAtMs = '', proof = ''] = VALUE.exec(part.slice(at + 1).trim()) ?? [];
      const token = tokens.find((one) => one.name === name);
      if (!token || Number(endsAtMs) <= nowMs) continue;
      const expected = Buffer.from(this.sign(token, endsAtMs), 'hex');
      if (timingSafeEqual(expected, Buffer.from(proof, 'hex'))) return token;
    }
    return undefined;
  }

  /** Another token or role under the same name invalidates its sessions. */
  private sign({ name, role, digest, prefix }: Token, endsAtMs: string): string {
    const facts = JSON.stringify([name, role, digest.toString('hex'), prefix, endsAtMs]);
    return createHmac('sha256', this.key).update(facts).digest('hex');
  }

  private setCookie(value: string, maxAgeS: number): string {
    const { basePath, isSecure } = this.options;
    const secure = isSecure ? '; Secure' : '';
    return `${this.cookie}=${value}; Max-Age=${maxAgeS}; Path=${basePath || '/'}; HttpOnly; SameSite=Strict${secure}`;
  }
}
