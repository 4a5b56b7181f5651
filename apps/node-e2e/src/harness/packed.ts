// An empty folder in which the packages of this workspace are installed as npm would do it, without the network.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UNHURRIED } from './patience';

const ROOT = join(__dirname, '../../../..');
const PACKAGES = join(ROOT, 'node_modules');

interface Manifest {
  readonly name: string;
  readonly exports: Record<string, string | Record<string, string>>;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** @param folder gets the tarballs, and beside them a home with all of them installed */
export function installPacked(folder: string): Home {
  const tarballs = join(folder, 'packages');
  run(process.execPath, [join(ROOT, 'tools/pack.mjs'), '--to', tarballs]);
  const home = new Home(join(folder, 'home'));
  for (const name of readdirSync(tarballs).filter((each) => each.endsWith('.tgz')))
    home.unpack(join(tarballs, name));
  return home;
}

export class Home {
  readonly manifests: Manifest[] = [];

  constructor(readonly folder: string) {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  }

  /** Whatever a package needs and does not name is not there: only what it names is linked. */
  unpack(tarball: string): void {
    const text = run('tar', ['-xzOf', tarball, 'package/package.json']);
    const manifest = JSON.parse(text) as Manifest;
    const target = this.path(manifest.name);
    mkdirSync(target, { recursive: true });
    run('tar', ['-xzf', tarball, '--strip-components=1', '-C', target]);
    this.manifests.push(manifest);
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    const named = { ...dependencies, ...optionalDependencies, ...peerDependencies };
    for (const name of Object.keys(named).filter((each) => !each.startsWith('@chord-dht/')))
      this.link(name);
  }

  /** What the workspace has, as the program that uses the packages would have installed it. */
  link(name: string): void {
    const target = this.path(name);
    if (existsSync(target)) return;
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(PACKAGES, name), target, 'junction');
  }

  path(name: string): string {
    return join(this.folder, 'node_modules', name);
  }

  /** Files of a package, from its own folder. */
  filesOf(name: string): string[] {
    const entries = readdirSync(this.path(name), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((path) => path.slice(this.path(name).length + 1).replaceAll('\\', '/'));
  }

  read(name: string, file: string): string {
    return readFileSync(join(this.path(name), file), 'utf8');
  }

  /** Runs a program of the home, as a shell there would. */
  async run(
    args: readonly string[],
    env: Record<string, string> = {},
    cwd = this.folder,
  ): Promise<Ran> {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...UNHURRIED, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => (output += chunk.toString('utf8'));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    await once(child, 'close');
    return { code: child.exitCode, output };
  }
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}
