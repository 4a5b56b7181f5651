// Knows the answers that have no end, and ends those whose token does not hold any more.
import type { ServerResponse } from 'node:http';
import type { Token } from './token';

export class LastingAnswers {
  private readonly open = new Map<ServerResponse, Token>();

  add(answer: ServerResponse, token: Token): void {
    this.open.set(answer, token);
    answer.once('close', () => this.open.delete(answer));
  }

  /** @param tokens those that hold from now on */
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
