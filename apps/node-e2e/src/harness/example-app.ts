// The example application in an empty folder: compiled against the packed packages, and its processes.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './packed';
import { UNHURRIED } from './patience';

const SOURCES = join(__dirname, '../../../../examples/nest-app');
/** What the application itself names in its package.json, beside the packages of this workspace. */
const OF_ITS_OWN = [
  ...['@nestjs/platform-fastify', 'fastify', 'typescript', 'jest', 'fast-check'],
  ...['@types/node', '@types/jest'],
];

interface Instance {
  readonly child: ChildProcess;
  readonly output: () => string;
}

export class ExampleApp {
  readonly folder: string;
  private readonly instances: Instance[] = [];

  constructor(private readonly home: Home) {
    this.folder = join(home.folder, 'nest-app');
    cpSync(SOURCES, this.folder, {
      recursive: true,
      filter: (path) => !/[\\/](node_modules|dist)$/.test(path),
    });
    OF_ITS_OWN.forEach((name) => home.link(name));
  }

  /** A program of the packages that it uses. */
  private run(script: string, args: readonly string[], flags: readonly string[] = []) {
    const path = join(this.home.path(script.split('/')[0] ?? ''), ...script.split('/').slice(1));
    return this.home.run([...flags, path, ...args], {}, this.folder);
  }

  compile() {
    return this.run('typescript/bin/tsc', ['-p', '.']);
  }

  test() {
    const flags = ['--experimental-vm-modules', '--no-warnings'];
    return this.run('jest/bin/jest.js', ['--runInBand', '--ci'], flags);
  }

  /** Resolves when it says that it serves. */
  async start(port: number, join: readonly number[], env: Record<string, string> = {}) {
    const cwd = `${this.folder}-${port}`;
    mkdirSync(cwd);
    const child = spawn(process.execPath, [`${this.folder}/dist/main.js`], {
      cwd,
      env: {
        ...{ PATH: process.env['PATH'] ?? '', ...UNHURRIED, PORT: String(port), ...env },
        ...(join.length > 0 ? { JOIN: join.map((other) => `localhost:${other}`).join(',') } : {}),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    this.instances.push({ child, output: () => output });
    const isServing = new Promise<void>((resolve, reject) => {
      const keep = (chunk: Buffer) => {
        output += chunk.toString('utf8');
        if (output.includes('notes at ')) resolve();
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      child.once('exit', () => reject(new Error(`It ended:\n${output}`)));
    });
    await isServing;
  }

  /**
   * As an operator ends it.
   * @returns of each the signal, to which a clean end of Nest leaves it, or its exit code and what it has written
   */
  async stop(): Promise<string[]> {
    const ends = this.instances.splice(0).map(async ({ child, output }) => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'close');
      }
      return child.signalCode ?? `${child.exitCode}: ${output()}`;
    });
    return Promise.all(ends);
  }
}
