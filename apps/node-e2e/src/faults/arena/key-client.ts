// Operations on a key over either API of a node, and the meaning of each answer for a history.
import { Agent } from 'node:http';
import { runBatch } from '../../harness/batches';
import { send, type Answer } from '../../harness/http';
import { PATIENCE } from '../../harness/patience';
import type { NodeProcess } from '../../harness/node-process';
import type { History, Kind, Operation, Outcome } from './history';

/** Ends the description of an answer that does not say when to come again, and should. */
export const NO_RETRY_AFTER = 'without Retry-After';
const MEANS_LATER: ReadonlySet<number> = new Set([429, 503]);

export type Api = 'plain' | 'json';

/** Longer than the deadlines of a node, so that a node says itself that it gives up. */
const PATIENCE_MS = 15_000 * PATIENCE;

interface Call {
  readonly node: NodeProcess;
  readonly kind: Kind;
  readonly key: string;
  readonly value?: string | null;
  readonly basis?: string | null;
  readonly api?: Api;
  readonly isFinal?: boolean;
}

interface Reading {
  readonly outcome: Outcome;
  readonly value: string | null;
}

const METHODS: Record<Kind, string> = { read: 'GET', write: 'PUT', swap: 'PUT', remove: 'DELETE' };

export class KeyClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 2_048 });

  constructor(
    private readonly history: History,
    private readonly isHealthy: (node: NodeProcess) => boolean,
  ) {}

  /** Does one operation and writes it down. @returns it, with the version that was there or is there now */
  async do(call: Call): Promise<Operation & { readonly etag: string | null }> {
    const { node, kind, key, value = null, isFinal } = call;
    const startMs = performance.now();
    const healthyBefore = this.isHealthy(node);
    const { answer, failure } = await this.ask(call);
    const operation: Operation = {
      ...{ kind, key, value, node: node.address, startMs, endMs: performance.now() },
      ...(call.basis === undefined ? {} : { basis: call.basis }),
      ...(isFinal ? { isFinal } : {}),
      ...(answer ? meaning(kind, value, answer) : { outcome: failureOutcome(kind, failure) }),
      wasHealthy: healthyBefore && this.isHealthy(node),
      answer: answer ? describe(kind, answer) : `no answer: ${failure}`,
    };
    this.history.operations.push(operation);
    return { ...operation, etag: answer?.headers.etag ?? null };
  }

  /**
   * Reads keys through a node with one request, as final readings, and writes each down.
   * @returns those that it has not answered
   */
  async readAtOnce(node: NodeProcess, keys: readonly string[]): Promise<string[]> {
    const [startMs, healthyBefore] = [performance.now(), this.isHealthy(node)];
    const operations = keys.map((key) => ({ op: 'get' as const, key }));
    const lines = await runBatch(node, operations).catch(() => []);
    const wasHealthy = healthyBefore && this.isHealthy(node);
    const times = { startMs, endMs: performance.now(), wasHealthy };
    const answered = new Set<string>();
    for (const { key, status, value = null, ...rest } of lines) {
      const isOk = status === 200 || status === 404;
      if (isOk) answered.add(key);
      this.history.operations.push({
        ...{ kind: 'read', key, value, node: node.address, ...times, isFinal: true },
        ...{ outcome: isOk ? 'ok' : 'fail', answer: `${status} ${JSON.stringify(rest)}` },
      });
    }
    return keys.filter((key) => !answered.has(key));
  }

  close(): void {
    this.agent.destroy();
  }

  private async ask(call: Call): Promise<{ answer?: Answer; failure: string }> {
    const { node, kind, key, value, basis, api = 'json' } = call;
    const folder = api === 'json' || kind === 'swap' ? '/api/v1/keys/' : '/db/';
    try {
      const answer = await send(node.port, METHODS[kind], `${folder}${encodeURIComponent(key)}`, {
        agent: this.agent,
        timeoutMs: PATIENCE_MS,
        ...(typeof value === 'string' ? { body: value } : {}),
        ...(basis === undefined ? {} : { headers: conditionOf(basis) }),
      });
      return { answer, failure: '' };
    } catch (error) {
      return { failure: (error as NodeJS.ErrnoException).code ?? String(error) };
    }
  }
}

function conditionOf(basis: string | null): Record<string, string> {
  return basis === null ? { 'If-None-Match': '*' } : { 'If-Match': basis };
}

function meaning(kind: Kind, value: string | null, answer: Answer): Reading {
  const { status, headers, text } = answer;
  const isPlain = headers['x-chord-found'] !== undefined;
  if (status >= 200 && status < 300) {
    if (kind === 'read') {
      const isAbsent = isPlain && headers['x-chord-found'] === 'false';
      return { outcome: 'ok', value: isAbsent ? null : text };
    }
    return { outcome: 'ok', value };
  }
  const { code, outcome } = problemOf(answer);
  if (code === 'KEY_NOT_FOUND') return { outcome: 'ok', value: null };
  const hadNoEffect = kind === 'read' || status === 412 || outcome === 'not-applied';
  return { outcome: hadNoEffect ? 'fail' : 'unknown', value: kind === 'read' ? null : value };
}

function failureOutcome(kind: Kind, failure: string): Outcome {
  return kind === 'read' || failure === 'ECONNREFUSED' ? 'fail' : 'unknown';
}

function problemOf(answer: Answer): { code?: string; outcome?: string; detail?: string } {
  try {
    return answer.json();
  } catch {
    return {};
  }
}

function describe(kind: Kind, answer: Answer): string {
  if (answer.status < 400)
    return `${answer.status} ${kind === 'remove' ? answer.text : ''}`.trimEnd();
  const { code = '', outcome = '', detail = '' } = problemOf(answer);
  const saysWhen = answer.headers['retry-after'] !== undefined;
  const missing = MEANS_LATER.has(answer.status) && !saysWhen ? NO_RETRY_AFTER : '';
  return `${answer.status} ${code} ${outcome} ${detail} ${missing}`.trimEnd();
}
