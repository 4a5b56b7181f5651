// A steady load of writes and reads, each key with one writer, so that what every reading may return is known: the last
// value that was acknowledged, or one that was sent after it.
import { send, type Answer } from './http';
import type { NodeProcess } from './node-process';

const LANES = 2;
const PAUSE_MS = 100;
/** Every so many values is a large one, which travels in slices between nodes that know them. */
const LARGE_EVERY = 10;
const LARGE_CHARACTERS = 100_000;

export class SteadyLoad {
  /** Nodes that are asked. */
  readonly nodes = new Set<NodeProcess>();
  /** What was answered with an error, or not at all. */
  readonly errors: string[] = [];
  /** Readings that returned what they must not. */
  readonly wrong: string[] = [];
  requests = 0;
  acknowledged = 0;
  private isOver = false;
  private readonly lanes: Promise<void>[] = [];
  private readonly inFlight = new Map<NodeProcess, Set<Promise<unknown>>>();
  /** By key: the number of the last value that was acknowledged, and of the last that was sent. */
  private readonly known = new Map<string, { acknowledged: number; sent: number }>();

  start(): void {
    for (let lane = 0; lane < LANES; lane += 1) this.lanes.push(this.run(`lane-${lane}`));
  }

  /** Nobody asks this node any more when it resolves. */
  async leave(node: NodeProcess): Promise<void> {
    this.nodes.delete(node);
    await Promise.all([...(this.inFlight.get(node) ?? [])]);
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.lanes);
  }

  /** Reads every key at every node, and what must not be is `wrong`. */
  async check(): Promise<void> {
    for (const node of this.nodes) for (const key of this.known.keys()) await this.read(node, key);
  }

  private async run(key: string): Promise<void> {
    this.known.set(key, { acknowledged: 0, sent: 0 });
    for (let turn = 1; !this.isOver; turn += 1) {
      await this.write(this.any(), key, turn);
      await this.read(this.any(), key);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  private any(): NodeProcess {
    const nodes = [...this.nodes];
    return nodes[Math.floor(Math.random() * nodes.length)] as NodeProcess;
  }

  private async write(node: NodeProcess, key: string, turn: number): Promise<void> {
    const state = this.known.get(key) as { acknowledged: number; sent: number };
    state.sent = turn;
    const value = `${turn} ${'x'.repeat(turn % LARGE_EVERY === 0 ? LARGE_CHARACTERS : 10)}`;
    const answer = await this.ask(node, 'PUT', key, value);
    if (answer?.status !== 200) return;
    state.acknowledged = turn;
    this.acknowledged += 1;
  }

  private async read(node: NodeProcess, key: string): Promise<void> {
    const { acknowledged, sent } = this.known.get(key) as { acknowledged: number; sent: number };
    const answer = await this.ask(node, 'GET', key);
    if (answer?.status !== 200) return;
    const found = Number.parseInt(answer.text, 10) || 0;
    if (found < acknowledged || found > sent)
      this.wrong.push(
        `${key} at ${node.address}: ${found}, acknowledged ${acknowledged} of ${sent}`,
      );
  }

  private async ask(
    node: NodeProcess,
    method: string,
    key: string,
    body?: string,
  ): Promise<Answer | undefined> {
    this.requests += 1;
    const sinceMs = performance.now();
    const asked = send(node.port, method, `/db/${key}`, body === undefined ? {} : { body }).then(
      (answer) => {
        const what = `${method} ${key} of ${body?.length ?? 0} B at ${node.address} after ${Math.round(performance.now() - sinceMs)} ms`;
        if (answer.status >= 500) this.errors.push(`${what}: ${answer.text.slice(0, 300)}`);
        return answer;
      },
      (error: Error) => {
        this.errors.push(`${method} ${error.message}`);
        return undefined;
      },
    );
    const open = this.inFlight.get(node) ?? new Set();
    this.inFlight.set(node, open.add(asked));
    const answer = await asked;
    open.delete(asked);
    return answer;
  }
}
