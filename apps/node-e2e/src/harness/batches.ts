// Knows how tests write many keys quickly: as batches.
import type { NodeProcess } from './node-process';

export interface BatchLine {
  readonly line: number;
  readonly key: string;
  readonly status: number;
  readonly version?: string;
  readonly outcome?: string;
  readonly value?: string;
}

export type Operation = {
  readonly op: 'get' | 'put' | 'delete';
  readonly key: string;
  readonly value?: string;
};

/** The results of a batch, one an operation. */
export async function runBatch(
  node: NodeProcess,
  operations: readonly Operation[],
): Promise<BatchLine[]> {
  const body = operations.map((operation) => JSON.stringify(operation)).join('\n');
  const answer = await node.post('/api/v1/batch', body, { 'content-type': 'application/x-ndjson' });
  if (answer.status !== 200) throw new Error(`batch at ${node.address}: ${answer.text}`);
  return answer.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as BatchLine);
}
