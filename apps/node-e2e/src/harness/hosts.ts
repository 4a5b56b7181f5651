// Makes hosts with addresses of their own on this machine: a network namespace each, and a bridge between them, whose
// links can be cut. It needs root, Linux, and `ip`; tests leave it out where it is not to be had.
import { execFileSync, spawnSync } from 'node:child_process';

const succeeds = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Whether this machine lets us make hosts: a namespace is made and taken away. */
export function canMakeHosts(): boolean {
  const name = `ctry${process.pid.toString(36)}`;
  return (
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    succeeds('curl', '--version') &&
    succeeds('ip', 'netns', 'add', name) &&
    succeeds('ip', 'netns', 'del', name)
  );
}

export class Hosts {
  private readonly mark = `c${process.pid.toString(36)}`;
  private readonly bridge = `${this.mark}b`;
  private readonly network = `10.77.${process.pid % 250}`;

  /** @param count at most 9 */
  constructor(readonly count: number) {
    try {
      this.make();
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  private make(): void {
    const { count } = this;
    this.ip('link', 'add', this.bridge, 'type', 'bridge');
    this.ip('link', 'set', this.bridge, 'up');
    for (let host = 1; host <= count; host += 1) {
      const [space, link] = [this.spaceOf(host), this.linkOf(host)];
      this.ip('netns', 'add', space);
      this.ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
      this.ip('link', 'set', link, 'master', this.bridge, 'up');
      this.ip('-n', space, 'addr', 'add', `${this.addressOf(host)}/24`, 'dev', 'eth0');
      this.ip('-n', space, 'link', 'set', 'eth0', 'up');
      this.ip('-n', space, 'link', 'set', 'lo', 'up');
    }
  }

  addressOf(host: number): string {
    return `${this.network}.${host}`;
  }

  /** The command as it runs on that host. */
  on(host: number, command: readonly string[]): string[] {
    return ['ip', 'netns', 'exec', this.spaceOf(host), ...command];
  }

  cut(host: number): void {
    this.ip('link', 'set', this.linkOf(host), 'down');
  }

  heal(host: number): void {
    this.ip('link', 'set', this.linkOf(host), 'up');
  }

  /** Takes everything away; harmless to say again. */
  remove(): void {
    for (let host = 1; host <= this.count; host += 1)
      succeeds('ip', 'netns', 'del', this.spaceOf(host));
    succeeds('ip', 'link', 'del', this.bridge);
  }

  private spaceOf(host: number): string {
    return `${this.mark}-${host}`;
  }

  private linkOf(host: number): string {
    return `${this.mark}v${host}`;
  }

  private ip(...args: readonly string[]): void {
    execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
