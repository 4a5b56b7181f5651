// Has the kernel lock an open file. Such a lock ends with the process in every case, and holds against processes of
// other containers and PID namespaces as well.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * - `range`: a lock on bytes of the file (`F_OFD_SETLK`, `LockFileEx`), taken by this process.
 * - `file`: a lock on the whole file (`flock`), taken by a helper on the open file that it inherits, where
 *   no build of the addon fits (musl, say). It stays when the helper has ended.
 *
 * The two do not see each other.
 */
export type LockKind = 'range' | 'file';

export interface KernelLock {
  readonly kind: LockKind;
  /**
   * @returns false when another open file has it
   * @throws an error of the system, where the file system keeps no locks
   */
  take(fd: number): boolean | Promise<boolean>;
}

/** Far behind all data: some systems let nobody write to what is locked. */
const OFFSET = 2 ** 52;
const HELD_STATUS = 1;

/** The kind that this machine can keep; each process of a machine finds the same. */
export async function findKernelLock(): Promise<KernelLock> {
  return (await rangeLock()) ?? fileLock();
}

/** @returns nothing where no build of the addon fits this system */
export async function rangeLock(): Promise<KernelLock | undefined> {
  try {
    const { tryLock } = await import('fs-native-extensions');
    return { kind: 'range', take: (fd) => tryLock(fd, OFFSET, 1) };
  } catch {
    return undefined;
  }
}

/** By the `flock` of util-linux or busybox. */
export function fileLock(path = process.env['PATH'] ?? ''): KernelLock {
  return {
    kind: 'file',
    async take(fd) {
      const helper = spawn('flock', ['-x', '-n', '3'], {
        stdio: ['ignore', 'ignore', 'pipe', fd],
        env: { PATH: `${path}:/usr/bin:/bin` },
      });
      let said = '';
      helper.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
      const [status] = (await once(helper, 'close')) as [number | null];
      if (status === 0) return true;
      if (status === HELD_STATUS && said === '') return false;
      throw new Error(`the command flock failed: ${said.trim() || `status ${status}`}`);
    },
  };
}
