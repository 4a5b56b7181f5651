// Checks the permissions of a file with a secret: only the user of the node may read it. A file of root that others
// cannot change may also be readable by its group: Kubernetes and systemd give secrets to unprivileged processes that
// way.
import { statSync } from 'node:fs';
import { shown } from './option';

const OTHERS = 0o077;
const OTHERS_BUT_GROUP_READS = 0o037;
const ROOT = 0;

/** @throws NodeJS.ErrnoException when there is no such file */
export function faultOfMode(
  path: string,
  ownUid: number | undefined = process.getuid?.(),
  { mode, uid }: { readonly mode: number; readonly uid: number } = statSync(path),
): string | undefined {
  const forbidden = uid === ROOT && ownUid !== ROOT ? OTHERS_BUT_GROUP_READS : OTHERS;
  return (mode & forbidden) === 0
    ? undefined
    : `${shown(path)} can be read by others (mode ${(mode & 0o777).toString(8)}); run chmod 600 on it`;
}
