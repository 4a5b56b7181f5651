// Runs many operations in requests of a bounded size, and repeats those that may be repeated.
import {
  failed,
  lineOf,
  readLine,
  type BatchOperation,
  type BatchResult,
  type Line,
} from './batch-lines';
import { ClientError } from './client-error';
import { checkedTimeout, pause, type CallOptions } from './options';
import { judge, pauseMs } from './retry-rules';
import type { Sender } from './sender';

export type { BatchOperation, BatchResult } from './batch-lines';

export interface BatchOptions extends CallOptions {
  /** For each request; 60 s. */
  readonly timeoutMs?: number | undefined;
}

const OPERATIONS_MAX = 1_000;
/** A node accepts 16 MiB. */
const LETTERS_MAX = 4 * 1024 * 1024;
const TIMEOUT_MS = 60_000;
const ATTEMPT_TIMEOUT_MS = 30_000;

/** @throws ClientError */
export async function runBatch(
  sender: Sender,
  operations: readonly BatchOperation[],
  options: BatchOptions,
): Promise<BatchResult[]> {
  const results: BatchResult[] = [];
  for (const lines of requestsOf(operations.map(lineOf))) {
    const round = new Round(sender, lines, options);
    const answered = await round.run().catch((error: unknown) => {
      throw results.length > 0 || round.isAnswered ? behindOthers(error, operations) : error;
    });
    results.push(...answered);
  }
  return results;
}

/** A certain outcome of the last request is not that of all: earlier ones have taken effect. */
function behindOthers(error: unknown, operations: readonly BatchOperation[]): unknown {
  const isWrite = operations.some(({ op }) => op !== 'get');
  return isWrite && error instanceof ClientError ? error.inDoubt() : error;
}

function* requestsOf(lines: readonly Line[]): Generator<Line[]> {
  let group: Line[] = [];
  let letters = 0;
  for (const line of lines) {
    const isFull = group.length >= OPERATIONS_MAX || letters + line.text.length > LETTERS_MAX;
    if (isFull && group.length > 0) {
      yield group;
      group = [];
      letters = 0;
    }
    group.push(line);
    letters += line.text.length;
  }
  if (group.length > 0) yield group;
}

/** The operations of one request, until each has its final answer. */
class Round {
  private readonly results: (BatchResult | undefined)[];
  /** Operations with an attempt that may have taken effect, whatever a later one returns. */
  private readonly doubtful = new Set<number>();
  private readonly repeatedKeys = new Set<string>();
  /** True once a request has been answered, line by line. */
  isAnswered = false;

  constructor(
    private readonly sender: Sender,
    private readonly lines: readonly Line[],
    private readonly options: BatchOptions,
  ) {
    this.results = lines.map(() => undefined);
    const seen = new Set<string>();
    for (const { key } of lines) (seen.has(key) ? this.repeatedKeys : seen).add(key);
  }

  async run(): Promise<BatchResult[]> {
    const { clock, attemptsMax } = this.sender.settings;
    const deadlineMs = clock.nowMs() + checkedTimeout(this.options.timeoutMs ?? TIMEOUT_MS);
    let open = this.lines.map((_, index) => index);
    for (let attempt = 1; ; attempt++) {
      await this.ask(open, deadlineMs - clock.nowMs());
      this.isAnswered = true;
      open = open.filter((index) => this.mayRepeat(index));
      const waitMs = pauseMs(attempt, undefined, this.sender.settings);
      const isOver = attempt >= attemptsMax || clock.nowMs() + waitMs >= deadlineMs;
      if (open.length === 0 || isOver) return this.results as BatchResult[];
      await pause(clock, waitMs, this.options.signal);
    }
  }

  private async ask(open: readonly number[], timeoutMs: number): Promise<void> {
    const lines = open.map((index) => this.lines[index] as Line);
    const isWrite = lines.some(({ op }) => op !== 'get');
    const answered = new Set<number>();
    const question = {
      ...({ method: 'POST', path: '/api/v1/batch' } as const),
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${lines.map(({ text }) => text).join('\n')}\n`,
      isWrite,
      isRepeatable: lines.every((line) => this.isRepeatable(line)),
      ...{ signal: this.options.signal, timeoutMs, attemptTimeoutMs: ATTEMPT_TIMEOUT_MS },
    };
    try {
      await this.sender.send(question, async (response, endpoint) => {
        for (const text of (await response.text()).split('\n')) {
          if (text === '') continue;
          const { index, result } = readLine(text, lines, endpoint);
          answered.add(index);
          this.take(open[index] as number, result);
        }
        if (answered.size < lines.length) throw new Error('the answer ended early');
      });
    } catch (error) {
      const isPartly = error instanceof ClientError && isWrite && error.outcome === 'unknown';
      if (!isPartly) throw error;
      for (const [index, line] of lines.entries())
        if (!answered.has(index)) this.take(open[index] as number, failed(line, error));
    }
  }

  private take(index: number, result: BatchResult): void {
    const { error } = result;
    const isDoubtful = error !== null && this.doubtful.has(index);
    this.results[index] = isDoubtful ? { ...result, error: error.inDoubt() } : result;
    if (error?.outcome === 'unknown') this.doubtful.add(index);
  }

  private mayRepeat(index: number): boolean {
    const line = this.lines[index] as Line;
    const error = this.results[index]?.error;
    if (!error || error.status === undefined || this.repeatedKeys.has(line.key)) return false;
    const { op, isRepeatable } = line;
    return judge(error, { isWrite: op !== 'get', isRepeatable }) !== 'give-up';
  }

  private isRepeatable({ isRepeatable, op, key }: Line): boolean {
    return op === 'get' || (isRepeatable && !this.repeatedKeys.has(key));
  }
}
