// The program of a node as one script, with the code that V8 has compiled before. Reading and compiling its three
// megabytes anew is a third of the cost of a start.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** What the program says of itself to whoever has started it. */
export interface Program {
  /** Settles when it runs, or has nothing to run. */
  readonly running: Promise<void>;
}

const PROGRAM = 'node.cjs';
const HEAD = Buffer.from('(function (exports, require, module, __filename, __dirname) {');
const TAIL = Buffer.from('\n})');
/** Code of the engine is for one version of it; the engine refuses any other. */
export const CODE = `node.${process.version}-${process.arch}.code`;
const HASH = 'sha1';
/** Before the code: the hash of the text that it was made of, and how many bytes follow. */
const HASH_BYTES = 20;
const HEAD_BYTES = HASH_BYTES + 4;

export class Compiled {
  private readonly hash: Buffer;
  private readonly script: Script;

  /**
   * @param folder has the program, and beside it its code when there is any
   * @param home where the program will lie: its code keeps that name, and the stacks of errors have it
   */
  constructor(
    private readonly folder: string,
    private readonly home = folder,
  ) {
    const source = readFileSync(join(folder, PROGRAM));
    this.hash = createHash(HASH).update(source).digest();
    // Joined before it is a string: the engine would copy one that is made of others into its heap.
    const text = Buffer.concat([HEAD, source, TAIL]).toString('latin1');
    this.script = new Script(text, { filename: join(home, PROGRAM), cachedData: this.code() });
  }

  /** What was kept is used; the engine refuses that of another version or with other flags. */
  get isFromCode(): boolean {
    return this.script.cachedDataRejected === false;
  }

  run(): Program {
    const module = { exports: {} as Program };
    const path = join(this.home, PROGRAM);
    const program = this.script.runInThisContext() as (...context: unknown[]) => void;
    program(module.exports, createRequire(path), module, path, this.home);
    return module.exports;
  }

  /** What the engine has made of it until now: the functions that have run. */
  codeNow(): Buffer {
    const code = this.script.createCachedData();
    const length = Buffer.alloc(HEAD_BYTES - HASH_BYTES);
    length.writeUInt32BE(code.length);
    return Buffer.concat([this.hash, length, code]);
  }

  /** The engine itself compares no more than the length of the text. */
  private code(): Buffer | undefined {
    try {
      const bytes = readFileSync(join(this.folder, CODE));
      const isOfThis = bytes.subarray(0, HASH_BYTES).equals(this.hash);
      const isWhole = bytes.readUInt32BE(HASH_BYTES) === bytes.length - HEAD_BYTES;
      return isOfThis && isWhole ? bytes.subarray(HEAD_BYTES) : undefined;
    } catch {
      return undefined;
    }
  }
}
