// The nodes of one test file: starts them, waits for their states, and leaves nothing behind.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { answered } from './answered';
import { linesOf } from './http';
import { NodeProcess } from './node-process';
import { Oracle } from './oracle';
import { PATIENCE } from './patience';
import { reportAgain } from './patiently';
import { claimApart, claimNamed, claimPorts, release } from './ports';
import { until, type Patience } from './until';

/** Whoever does not answer within this time is asked again: it may have been stopped meanwhile. */
const ASK_AGAIN_MS = 5_000 * PATIENCE;

export interface Start {
  readonly host?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Exactly these ports, for tests that know their ids. */
  readonly ports?: readonly number[];
  /** Ports whose ids stand apart, for tests of pictures and of arcs that have to hold keys. */
  readonly apart?: boolean;
}

/** A lab for the tests of one `describe`; everything ends with it. */
export function useLab(): Lab {
  const lab = new Lab();
  afterAll(() => lab.close());
  return lab;
}

export class Lab {
  private readonly nodes: NodeProcess[] = [];
  private prepared = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), 'chord-e2e-'));
  private readonly killAll = () => this.nodes.forEach((node) => void node.kill());

  constructor() {
    process.on('exit', this.killAll);
  }

  /** Nodes with ports and folders of their own, not started yet. */
  async prepare(
    count: number,
    { host, args, env, ports, apart = false }: Start = {},
  ): Promise<NodeProcess[]> {
    if (ports) await claimNamed(ports);
    const chosen = ports ?? (await (apart ? claimApart(count, host) : claimPorts(count)));
    const nodes = chosen.map(
      (port) =>
        new NodeProcess(port, join(this.folder, `${this.prepared++}-${port}`), host, args, {
          ...env,
        }),
    );
    this.nodes.push(...nodes);
    return nodes;
  }

  /** A node that a test has made itself ends with the others. */
  adopt(node: NodeProcess): NodeProcess {
    this.nodes.push(node);
    return node;
  }

  /** `count` nodes that serve, each in a ring of its own. */
  async start(count: number, options: Start = {}): Promise<NodeProcess[]> {
    const nodes = await this.prepare(count, options);
    await Promise.all(nodes.map((node) => node.start()));
    return nodes;
  }

  /** `count` nodes in one ring whose pointers are all right. */
  async startRing(count: number, options: Start = {}): Promise<NodeProcess[]> {
    const nodes = await this.start(count, options);
    const [first, ...others] = nodes;
    if (first && others.length > 0) await joinAll(first, others);
    await this.untilOneRing(nodes);
    return nodes;
  }

  /** Waits for a state; a failure shows what the nodes wrote. */
  until(
    state: string,
    probe: () => Promise<true | string> | true | string,
    patience: Patience = {},
  ): Promise<number> {
    return until(state, probe, { onFailure: () => this.logs(), ...patience });
  }

  /** Lets work be done that has to succeed; a failure shows its cause, and what the nodes wrote. */
  async done<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const why = inspect(error, { depth: 6, breakLength: 120 });
      throw new Error(`${String(error)}\n${why}\n${this.logs()}`, { cause: error });
    }
  }

  /** Waits until successor and predecessor of every node are those of a perfect ring of just these nodes. */
  async untilOneRing(
    nodes: readonly NodeProcess[],
    patience: Patience = {},
    bits = 160,
  ): Promise<number> {
    const oracle = oracleOf(nodes, bits);
    return this.until(
      `one ring of ${nodes.length}`,
      async () => {
        const wrong = await Promise.all(nodes.map((node) => differences(node, oracle)));
        return wrong.flat().join('; ') || true;
      },
      patience,
    );
  }

  /** Waits until each of these lists all of them, clockwise from itself; one that stands still may lack for a while. */
  untilListed(nodes: readonly NodeProcess[]): Promise<number> {
    const oracle = oracleOf(nodes);
    return this.until(`${nodes.length} nodes to list each other`, async () => {
      for (const node of nodes) {
        const peers = linesOf(await node.once('GET', '/dht/peers')).join(' ');
        if (peers !== oracle.clockwise(node.address).join(' '))
          return `${node.address} lists ${peers}`;
      }
      return true;
    });
  }

  /** Waits until all know each other and every key has its copies: only then may any one node be lost. */
  untilHealthy(nodes: readonly NodeProcess[], patience: Patience = {}): Promise<number> {
    const [first] = nodes as [NodeProcess];
    const probe = async () => {
      const { health, members } = (await first.once('GET', '/api/v1/ring')).json<{
        health: { state: string; sentence: string };
        members: { successors: unknown[] }[];
      }>();
      const isFull = members.every(({ successors }) => successors.length === nodes.length - 1);
      if (!isFull || members.length < nodes.length) return 'successor lists are not full';
      return health.state === 'healthy' || health.sentence;
    };
    return this.until(`a healthy ring of ${nodes.length}`, probe, patience);
  }

  /** Ends every node of the lab; further ones may be started afterwards. */
  async clear(): Promise<void> {
    const nodes = this.nodes.splice(0);
    await Promise.all(nodes.filter(({ isRunning }) => isRunning).map((node) => node.kill()));
    nodes.forEach(({ port }) => release(port));
  }

  async close(): Promise<void> {
    await this.clear();
    process.off('exit', this.killAll);
    reportAgain();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private logs(): string {
    return this.nodes.map((node) => node.logTail()).join('\n');
  }
}

/** `PUT /dht/join` at one node with all others; fails with the answer's own words. */
export async function joinAll(at: NodeProcess, others: readonly NodeProcess[]): Promise<void> {
  await answered(at.put('/dht/join', others.map(({ address }) => address).join('\n')), 200);
}

export function oracleOf(nodes: readonly NodeProcess[], bits = 160): Oracle {
  return new Oracle(
    nodes.map(({ address }) => address),
    bits,
  );
}

async function differences(node: NodeProcess, oracle: Oracle): Promise<string[]> {
  const [successor, predecessor] = await Promise.all([
    node.once('GET', '/dht/get_successor', { timeoutMs: ASK_AGAIN_MS }),
    node.once('GET', '/dht/get_predecessor', { timeoutMs: ASK_AGAIN_MS }),
  ]);
  const compare = (what: string, answer: string, expected: string) =>
    answer.trim() === expected
      ? []
      : [`${what} of ${node.address} is ${answer.trim()}, not ${expected}`];
  return [
    ...compare('successor', successor.text, oracle.successor(node.address)),
    ...compare('predecessor', predecessor.text, oracle.predecessor(node.address)),
  ];
}
