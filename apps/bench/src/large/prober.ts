// Measures the delay of small requests beside large ones: a node's health, and a message between nodes.
import { Agent, request } from 'node:http';
import { Histogram } from '../load/histogram';

const EVERY_MS = 25;
const TIMEOUT_MS = 10_000;

export interface Probe {
  readonly port: number;
  readonly path: string;
}

/** Asks one after the other, again and again, on kept connections. */
export class Prober {
  readonly latencies = new Histogram();
  failures = 0;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private running = true;
  private readonly done: Promise<void>;

  constructor(private readonly probes: readonly Probe[]) {
    this.done = this.run();
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.done;
    this.agent.destroy();
  }

  private async run(): Promise<void> {
    for (let turn = 0; this.running; turn += 1) {
      const startedMs = performance.now();
      const isRight = await this.ask(this.probes[turn % this.probes.length]!);
      if (isRight) this.latencies.add(performance.now() - startedMs);
      else this.failures += 1;
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  private ask({ port, path }: Probe): Promise<boolean> {
    const { agent } = this;
    return new Promise((resolve) => {
      const headers = { Host: `localhost:${port}` };
      const options = { host: '127.0.0.1', port, path, agent, headers, timeout: TIMEOUT_MS };
      const call = request(options, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode === 200));
        answer.on('error', () => resolve(false));
      });
      call.on('timeout', () => call.destroy());
      call.on('error', () => resolve(false));
      call.end();
    });
  }
}
