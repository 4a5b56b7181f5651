// What observers see of overloaded nodes: health, metrics, and the ring.
import { Agent } from 'node:http';
import { oracleOf } from '../../harness/lab';
import { PATIENCE } from '../../harness/patience';
import type { NodeProcess } from '../../harness/node-process';
import type { Arena } from './arena';

const PAUSE_MS = 250;
/** Whoever watches over a node takes a longer silence for its death. */
const PATIENCE_MS = 10_000 * PATIENCE;
const MEMORY = /^chord_process_resident_memory_bytes (\S+)/m;

export interface Seen {
  /** The largest growth of a node's memory. */
  readonly memoryRatio: number;
  readonly slowestMs: number;
  /** Sentences about questions that were not answered as they should be. */
  readonly unanswered: readonly string[];
  readonly wrongSuccessors: number;
}

export class Watch {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly before = new Map<NodeProcess, number>();
  private readonly unanswered: string[] = [];
  private readonly rounds: Promise<void>[];
  private memoryRatio = 1;
  private slowestMs = 0;
  private wrongSuccessors = 0;
  private hasEnded = false;

  /** Begins after a first look at every node. */
  static async over({ nodes }: Arena): Promise<Watch> {
    const watch = new Watch(nodes);
    await watch.first;
    return watch;
  }

  private readonly first: Promise<unknown>;

  private constructor(nodes: readonly NodeProcess[]) {
    const oracle = oracleOf(nodes);
    const look = async (node: NodeProcess): Promise<void> => {
      await this.look(node, oracle.successor(node.address)).catch((error: unknown) =>
        this.unanswered.push(`${node.address} was asked for its health: ${String(error)}`),
      );
    };
    const firsts = nodes.map(look);
    this.first = Promise.all(firsts);
    this.rounds = nodes.map(async (node, index) => {
      await firsts[index];
      while (!this.hasEnded) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        await look(node);
      }
    });
  }

  async end(): Promise<Seen> {
    this.hasEnded = true;
    await Promise.all(this.rounds);
    this.agent.destroy();
    const { memoryRatio, slowestMs, unanswered, wrongSuccessors } = this;
    return { memoryRatio, slowestMs, unanswered, wrongSuccessors };
  }

  private async look(node: NodeProcess, successor: string): Promise<void> {
    const question = { agent: this.agent, timeoutMs: PATIENCE_MS };
    const startMs = performance.now();
    const health = await node.once('GET', '/health/live', question);
    this.slowestMs = Math.max(this.slowestMs, performance.now() - startMs);
    if (health.status !== 200)
      this.unanswered.push(`${node.address} says about its health: ${health.status}`);
    const metrics = await node.once('GET', '/metrics', question);
    const bytes = Number(MEMORY.exec(metrics.text)?.[1] ?? Number.NaN);
    const before = this.before.get(node) ?? bytes;
    this.before.set(node, before);
    if (bytes > 0) this.memoryRatio = Math.max(this.memoryRatio, bytes / before);
    const { status, text } = await node.once('GET', '/dht/get_successor', question);
    if (status === 200 && text.trim() !== successor) this.wrongSuccessors += 1;
  }
}
