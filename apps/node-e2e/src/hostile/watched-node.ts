// What no input may change at a node: its process, its ring, its keys, its memory.
import type { Answer, Question } from '../harness/http';
import type { NodeProcess } from '../harness/node-process';
import type { Target } from './raw';

export class WatchedNode {
  private before = '';
  private pid = 0;

  constructor(
    readonly node: NodeProcess,
    /** Of the hostile client, where one is asked for. */
    private readonly token: string,
    private readonly watcher: string,
  ) {}

  get target(): Target {
    const { port, address, ca } = this.node;
    return { port, ca, host: address, auth: `Authorization: Bearer ${this.token}\r\n` };
  }

  ask(method: string, path: string, question: Question = {}): Promise<Answer> {
    const headers = { Authorization: `Bearer ${this.watcher}`, ...question.headers };
    return this.node.once(method, path, { ...question, headers });
  }

  async remember(): Promise<void> {
    this.pid = this.node.pid;
    this.before = await this.state();
  }

  /** What has changed, if anything has. */
  async changes(): Promise<string[]> {
    const { node } = this;
    if (!node.isRunning || node.pid !== this.pid)
      return [`the process has ended\n${node.logTail()}`];
    const now = await this.state();
    const defects = /"defect|stack/.test(node.log)
      ? [`the log tells of a defect\n${node.logTail()}`]
      : [];
    return now === this.before ? defects : [`${this.before}\nhas become\n${now}`, ...defects];
  }

  async residentBytes(): Promise<number> {
    const { text } = await this.ask('GET', '/metrics');
    return Number(/^chord_process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
  }

  private async state(): Promise<string> {
    const headers = { Authorization: `Bearer ${this.watcher}` };
    const [keys, value, peers] = await Promise.all([
      this.node.get('/api/v1/keys?prefix=', { headers }),
      this.node.get('/api/v1/keys/kept', { headers }),
      this.node.get('/dht/peers', { headers }),
    ]);
    return [keys.text, value.text, peers.text.split('\n').sort().join()].join('\n');
  }
}
