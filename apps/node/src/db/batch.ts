// Runs a batch: a few operations at a time, those of one key in the order of their lines.
import { DbService } from '@chord-dht/nest';
import { Inject, Injectable } from '@nestjs/common';
import { isUtf8 } from 'node:buffer';
import { refusalOfKey } from '../access/access-control';
import type { Token } from '../config/bearer-token';
import { problemOf, problemOfError } from '../http/problem/problem';
import { HttpError } from '../http/problem/http-error';
import { Defects } from '../log/defects';
import { nameOfLine, parseLine, readOperation, type BatchOperation } from './batch-line';
import { IdempotencyKeys } from './idempotency';
import { lifeJson } from './send-value';
import { sentType } from './value-types';

export const BATCH_OPERATIONS_MAX = 1_000;
/** The most operations that are in progress, or done and not yet read by a slow client. */
const AT_ONCE = 32;

/** The fields of a line of the answer beside the number of its operation. */
type Outcome = Readonly<Record<string, unknown>> & { readonly status: number };

/**
 * Splits the body into the lines of a batch.
 * @throws HttpError `BAD_BODY` when there are none or too many
 */
export function linesOf(body: Buffer | undefined): string[] {
  const lines = (body ?? Buffer.alloc(0)).toString('utf8').split('\n');
  while (lines.length > 0 && lines[lines.length - 1]?.trim() === '') lines.pop();
  if (lines.length >= 1 && lines.length <= BATCH_OPERATIONS_MAX) return lines;
  throw new HttpError(
    'BAD_BODY',
    `A batch has from 1 to ${BATCH_OPERATIONS_MAX} operations, one a line; this one has ${lines.length}`,
  );
}

/** The client and the request of a batch. */
export interface Asker {
  readonly requestId: string;
  readonly bearer: Token | undefined;
}

@Injectable()
export class Batches {
  constructor(
    @Inject(DbService) private readonly db: DbService,
    @Inject(IdempotencyKeys) private readonly keys: IdempotencyKeys,
    @Inject(Defects) private readonly defects: Defects,
  ) {}

  /** Yields the lines of the answer in the order of the batch. Operations start only as the reader takes lines. */
  async *run(lines: readonly string[], asker: Asker): AsyncGenerator<string> {
    const turns = new Map<string, Promise<unknown>>();
    const running: Promise<string>[] = [];
    for (const [index, line] of lines.entries()) {
      if (running.length >= AT_ONCE) yield await (running.shift() as Promise<string>);
      running.push(this.answer(line, index + 1, turns, asker));
    }
    for (const last of running) yield await last;
  }

  private async answer(
    line: string,
    number: number,
    turns: Map<string, Promise<unknown>>,
    asker: Asker,
  ): Promise<string> {
    const parsed = parseLine(line);
    const name = nameOfLine(parsed);
    const outcome = await this.inTurn(parsed, turns, asker).catch((error: unknown) =>
      this.failed(error, name.op, asker.requestId),
    );
    return `${JSON.stringify({ line: number, ...name, ...outcome })}\n`;
  }

  private async inTurn(
    parsed: unknown,
    turns: Map<string, Promise<unknown>>,
    { bearer, requestId }: Asker,
  ): Promise<Outcome> {
    const operation = readOperation(parsed);
    const need = operation.op === 'get' ? 'read' : 'write';
    const refusal = refusalOfKey(bearer, need, operation.key);
    if (refusal) throw refusal;
    const before = turns.get(operation.key);
    const done = (before ?? Promise.resolve()).then(() => this.perform(operation, requestId));
    turns.set(
      operation.key,
      done.catch(() => undefined),
    );
    return done;
  }

  private perform(operation: BatchOperation, trace: string): Promise<Outcome> {
    switch (operation.op) {
      case 'get':
        return this.get(operation, trace);
      case 'put':
        return this.put(operation, trace);
      case 'delete':
        return this.remove(operation, trace);
    }
  }

  private async get(
    { key, consistency }: BatchOperation & { op: 'get' },
    trace: string,
  ): Promise<Outcome> {
    const found = await this.db.get(key, { consistency, trace });
    if (!found.found) throw notFound();
    const bytes = Buffer.from(found.value);
    return {
      status: 200,
      version: found.version,
      contentType: sentType(found.contentType),
      modifiedAt: new Date(found.modifiedAtMs).toISOString(),
      expiresAt: lifeJson(found.expiresAtMs),
      ...(isUtf8(bytes) ? { value: bytes.toString('utf8') } : { base64: bytes.toString('base64') }),
    };
  }

  private async put(operation: BatchOperation & { op: 'put' }, trace: string): Promise<Outcome> {
    const { key, value, contentType, ttlSeconds, condition } = operation;
    const { conditions, idempotencyKey } = operation;
    const ttl = ttlSeconds === undefined ? undefined : String(ttlSeconds);
    const asked = {
      method: 'PUT',
      key,
      conditions: [...conditions],
      ttl,
      contentType,
      body: value,
    };
    const writeId = this.keys.writeId(idempotencyKey, asked);
    const options = { contentType, ttlSeconds, condition, writeId, trace };
    const written = await this.db.put(key, value, options);
    const { version, created, replayed, expiresAtMs = null } = written;
    return {
      status: created ? 201 : 200,
      version,
      expiresAt: lifeJson(expiresAtMs),
      ...mark(replayed),
    };
  }

  private async remove(
    operation: BatchOperation & { op: 'delete' },
    trace: string,
  ): Promise<Outcome> {
    const { key, condition, conditions, idempotencyKey } = operation;
    const body = Buffer.alloc(0);
    const asked = {
      ...{ method: 'DELETE', key, conditions: [...conditions], body },
      ...{ ttl: undefined, contentType: undefined },
    };
    const writeId = this.keys.writeId(idempotencyKey, asked);
    const { removed, replayed } = await this.db.remove(key, { condition, writeId, trace });
    if (!removed) throw notFound();
    return { status: 204, ...mark(replayed) };
  }

  private failed(error: unknown, op: string | null, requestId: string): Outcome {
    const known = problemOfError(error, requestId);
    if (!known) this.defects.report(error, { where: 'request', requestId, route: 'batch' });
    const { status, code, detail, outcome } =
      known ?? problemOf('DEFECT', 'This node failed because of a defect of its own', requestId);
    const isDoubtful = outcome === undefined && !known && op !== 'get';
    return {
      ...{ status, code, detail },
      ...(outcome === undefined ? {} : { outcome }),
      ...(isDoubtful ? { outcome: 'unknown' } : {}),
    };
  }
}

function mark(replayed: boolean): { replayed?: true } {
  return replayed ? { replayed } : {};
}

function notFound(): HttpError {
  return new HttpError('KEY_NOT_FOUND', 'There is no value under this key, or its life has ended');
}
