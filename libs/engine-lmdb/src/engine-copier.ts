// Copies an environment while it is written to.
import type { RootDatabase } from 'lmdb';
import { bytesUsedBy } from './free-pages';

export class EngineCopier {
  /** What is being copied: an environment must not be closed under it. */
  private copying: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  /** @param settle resolves when the environment has all that is acknowledged now */
  constructor(
    private readonly root: RootDatabase,
    private readonly settle: () => Promise<void>,
  ) {}

  /** What a copy takes at most. */
  get bytesUsed(): number {
    return this.isClosed ? 0 : bytesUsedBy(this.root);
  }

  /**
   * Resolves when the folder, which is there, has a data file with a compacted copy of what was committed at one
   * moment, everything that was acknowledged before included; writes go on meanwhile.
   */
  async copyInto(folder: string): Promise<void> {
    if (this.isClosed) throw new Error('the node is stopping');
    const copy = this.settle().then(() => this.root.backup(folder, true));
    this.copying = Promise.allSettled([this.copying, copy]);
    await copy;
  }

  /** Resolves when nothing is copied any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.copying;
  }
}
