// Keeps the secret that all members share in a file that only its owner can read.
import { readFileSync } from 'node:fs';
import { shown } from './option';
import { faultOfMode } from './secret-file';

const SECRET_BYTES_MIN = 32;

/** @returns the fault of the file and its correction, or `undefined` */
export function checkPeerSecretFile(path: string): string | undefined {
  try {
    const fault = faultOfMode(path);
    if (fault !== undefined) return fault;
    const bytes = readPeerSecret(path).length;
    return bytes >= SECRET_BYTES_MIN
      ? undefined
      : `${shown(path)} holds ${bytes} bytes; at least ${SECRET_BYTES_MIN} are needed`;
  } catch (error) {
    return `${shown(path)} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
}

/** Returns the secret without the line end that editors add. */
export function readPeerSecret(path: string): string {
  return readFileSync(path, 'utf8').trimEnd();
}
