// Runs the program of a node as one script with V8's code cache. Reading and compiling its three megabytes without it
// is a third of the cost of a start.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** The exports of the program for its launcher. */
export interface Program {
  /** Settles when the program runs, or has nothing to run. */
  readonly running: Promise<void>;
}

const PROGRAM = 'node.cjs';
const HEAD = Buffer.from('(function (exports, require, module, __filename, __dirname) {');
const TAIL = Buffer.from('\n})');
/** The code cache depends on the version of V8, which refuses any other. */
export const CODE = `node.${process.version}-${process.arch}.code`;
const HASH = 'sha1';
/** The hash of the source before the cached code. */
const HASH_BYTES = 20;
const HEAD_BYTES = HASH_BYTES + 4;

export class Compiled {
  private readonly hash: Buffer;
  private readonly script: Script;

  /**
   * @param folder the folder with the program, and its code cache if there is one
   * @param home the folder in which the program will run: the cache keeps that name, and stack traces have it
   */
  constructor(
    private readonly folder: string,
    private readonly home = folder,
  ) {
    const source = readFileSync(join(folder, PROGRAM));
    this.hash = createHash(HASH).update(source).digest();
    // Concatenated as bytes: V8 would flatten a string concatenated from others into its heap.
    const text = Buffer.concat([HEAD, source, TAIL]).toString('latin1');
    this.script = new Script(text, { filename: join(home, PROGRAM), cachedData: this.code() });
  }

  /** True when the code cache was used; V8 refuses that of another version or with other flags. */
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

  /** Returns the code that V8 has compiled so far, for the functions that have run. */
  codeNow(): Buffer {
    const code = this.script.createCachedData();
    const length = Buffer.alloc(HEAD_BYTES - HASH_BYTES);
    length.writeUInt32BE(code.length);
    return Buffer.concat([this.hash, length, code]);
  }

  /** Reads the cache after comparing the hash: V8 itself compares only the length of the source. */
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
