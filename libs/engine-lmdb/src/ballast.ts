// Keeps some room of a disk occupied, to let go of it when nothing else is left: whoever shares the disk
// cannot take it before.
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, ftruncateSync, openSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

export interface BallastOptions {
  readonly file: string;
  readonly bytes: number;
  readonly mode: number;
}

/** Failures are left to the next attempt: without it there is only less room in the worst case. */
export class Ballast {
  private isHeld = false;
  private holding: Promise<void> | undefined;

  constructor(private readonly options: BallastOptions) {}

  /** Occupies it, in the background; there has to be room. */
  hold(): void {
    if (this.isHeld) return;
    this.holding ??= this.write()
      .catch(() => undefined)
      .finally(() => (this.holding = undefined));
  }

  /** @returns true when there is more room now */
  release(): boolean {
    try {
      const file = openSync(this.options.file, 'r+');
      try {
        const { size } = fstatSync(file);
        ftruncateSync(file, 0);
        this.isHeld = false;
        return size > 0;
      } finally {
        closeSync(file);
      }
    } catch {
      return false;
    }
  }

  settled(): Promise<void> {
    return this.holding ?? Promise.resolve();
  }

  /** The umask may have taken away what the next user of a shared folder is to have. */
  private async open(): Promise<FileHandle> {
    const { file, mode } = this.options;
    try {
      const handle = await open(file, 'ax+', mode);
      await handle.chmod(mode);
      return handle;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return open(file, 'a+', mode);
    }
  }

  private async write(): Promise<void> {
    const { bytes } = this.options;
    const handle = await this.open();
    try {
      const { size } = await handle.stat();
      // File systems that compress would make nothing of zeros.
      if (size < bytes) {
        await handle.truncate(0);
        await handle.writeFile(randomBytes(bytes));
        await handle.sync();
      }
      this.isHeld = true;
    } finally {
      await handle.close();
    }
  }
}
