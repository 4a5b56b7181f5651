// The answers and connections that have no end; those whose token is no longer valid are ended.
import type { Writable } from 'node:stream';
import type { Token } from '../config/bearer-token';

export class LastingAnswers {
  private readonly open = new Map<Writable, Token>();

  add(answer: Writable, token: Token): void {
    this.open.set(answer, token);
    answer.once('close', () => this.open.delete(answer));
  }

  /** @param tokens the tokens that are valid from now on */
  keepOnly(tokens: readonly Token[]): void {
    for (const [answer, token] of this.open)
      if (!tokens.some((one) => isSame(one, token))) answer.destroy();
  }
}

function isSame(one: Token, other: Token): boolean {
  return (
    one.name === other.name &&
    one.role === other.role &&
    one.prefix === other.prefix &&
    one.digest.equals(other.digest)
  );
}
