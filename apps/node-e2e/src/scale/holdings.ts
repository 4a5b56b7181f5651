// Checks that the folders of stopped nodes hold every key as often as they should, with its last value.
import { numberOf } from './load';
import type { NodeUnderLoad } from './node-under-load';
import { COPIES, type Folders } from './stage';

export interface Holders {
  readonly nodes: readonly NodeUnderLoad[];
  readonly keys: number;
  readonly print: (line: string) => void;
  readonly folders: Folders;
}

/** @param acknowledged the numbers of the last writes that were acknowledged, by index */
export async function checkFolders(
  { nodes, keys, print, folders }: Holders,
  acknowledged: ReadonlyMap<number, number>,
): Promise<boolean> {
  const copies = new Uint8Array(keys);
  const versions: string[] = new Array<string>(keys);
  const found = { stale: 0, unlike: 0, unknown: 0 };
  const hashes = new Set<string>();
  for (const { directory, port, dataFileBytes } of nodes) {
    const { records, hash } = await folders.inspect(directory, (key, value, version) => {
      const index = Number(key.slice(key.lastIndexOf('/') + 1));
      if (folders.keyOf(index) !== key || index >= keys) found.unknown += 1;
      else {
        if (numberOf(value) < (acknowledged.get(index) ?? 0)) found.stale += 1;
        if (copies[index] === 0) versions[index] = version;
        else if (versions[index] !== version) found.unlike += 1;
        copies[index] = (copies[index] ?? 0) + 1;
      }
    });
    hashes.add(hash);
    const mib = Math.round(dataFileBytes / 1_048_576);
    print(`${port}: ${records} records, digest ${hash}, ${mib} MiB on disk`);
  }
  const wanted = Math.min(COPIES, nodes.length);
  const missing = copies.filter((count) => count === 0).length;
  const few = copies.filter((count) => count > 0 && count < wanted).length;
  const many = copies.filter((count) => count > wanted).length;
  const { stale, unlike, unknown } = found;
  print(
    `${keys} keys: ${missing} missing, ${few} with too few copies, ${many} with too many, ` +
      `${stale} copies stale, ${unlike} unlike others, ${unknown} unknown keys`,
  );
  const isWell = missing + few + many + stale + unlike + unknown === 0;
  return isWell && (nodes.length > COPIES || hashes.size === 1);
}
