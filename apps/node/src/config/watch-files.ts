// Detects changed files by polling, which also sees files that were replaced, links that were redirected as
// Kubernetes does, and network file systems.
import { statSync } from 'node:fs';

export interface Watching {
  close(): void;
}

const LOOK_MS = 1_000;

/** Calls `changed` once for any number of changes between two checks. The first check is immediate. */
export function watchFiles(
  paths: readonly string[],
  changed: () => void,
  lookMs = LOOK_MS,
): Watching {
  let known = marksOf(paths);
  const timer = setInterval(() => {
    const now = marksOf(paths);
    if (now === known) return;
    known = now;
    changed();
  }, lookMs).unref();
  return { close: () => clearInterval(timer) };
}

/** Takes some microseconds a file. */
function marksOf(paths: readonly string[]): string {
  return paths.map(markOf).join('\n');
}

function markOf(path: string): string {
  try {
    const { ino, size, mtimeMs, mode } = statSync(path);
    return `${ino} ${size} ${mtimeMs} ${mode}`;
  } catch {
    return 'none';
  }
}
