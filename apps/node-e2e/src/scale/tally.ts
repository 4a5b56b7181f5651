// The delays and errors of the clients in one phase, by kind of request.
import type { Answered } from './asking';

export class Tally {
  private readonly ms: number[] = [];
  private readonly errors = new Map<string, number>();

  note({ status, ms, body }: Pick<Answered, 'status' | 'ms'> & Partial<Answered>): void {
    if (status >= 200 && status < 300) this.ms.push(ms);
    else this.fail(status === 0 ? 'no answer' : `${status} ${codeIn(body)}`);
  }

  fail(why: string): void {
    this.errors.set(why, (this.errors.get(why) ?? 0) + 1);
  }

  line(): string {
    const sorted = this.ms.sort((a, b) => a - b);
    const at = (part: number): string => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(1);
    const failed = [...this.errors.values()].reduce((sum, count) => sum + count, 0);
    const all = sorted.length + failed;
    const share = all === 0 ? 0 : (failed / all) * 100;
    const why = [...this.errors].map(([name, count]) => `${name}: ${count}`).join(', ');
    const last = (sorted.at(-1) ?? 0).toFixed(0);
    return (
      `${all} asked, ${failed} errors (${share.toFixed(2)} %${why ? `; ${why}` : ''}), ` +
      `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${last} ms`
    );
  }
}

/** What a problem is called. */
function codeIn(body: Buffer | undefined): string {
  return /"code":"([A-Z_]+)"/.exec(body?.toString() ?? '')?.[1] ?? '';
}

export class Phase {
  private readonly tallies = new Map<string, Tally>();

  of(name: string): Tally {
    let tally = this.tallies.get(name);
    if (!tally) this.tallies.set(name, (tally = new Tally()));
    return tally;
  }

  lines(): string[] {
    return [...this.tallies].sort().map(([name, tally]) => `  ${name}: ${tally.line()}`);
  }
}
