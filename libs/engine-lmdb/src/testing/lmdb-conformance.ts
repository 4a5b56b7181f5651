// Runs the conformance suite of record stores on this engine.
import { asBinary } from 'lmdb';
import type { Position } from '@chord-dht/store';
import type { describeRecordStore } from '@chord-dht/store/testing/record-store-conformance';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Durability } from '../lmdb-parts';
import type { LmdbRecordStore } from '../lmdb-record-store';
import { openLmdb } from '../open-lmdb';

type Subject = Awaited<ReturnType<Parameters<typeof describeRecordStore>[1]>>;

const MIB = 1024 * 1024;
/**
 * A part of it is written to the disk when a store opens, with random bytes: of what members keep free, that is most of
 * what a case of the suite takes.
 */
const FREE_BYTES_MIN = 4 * MIB;

function refuseToDie(error: unknown): void {
  throw error;
}

/** A store in a folder of its own, which goes with it; what is free on its disk is as the suite says. */
export async function subjectOf(durability: Durability): Promise<Subject> {
  const directory = mkdtempSync(join(tmpdir(), 'chord-lmdb-'));
  let free = 1_024 * MIB;
  const open = (): Promise<LmdbRecordStore> =>
    openLmdb({
      directory,
      bits: 16,
      durability,
      onFatal: refuseToDie,
      freeBytesMin: FREE_BYTES_MIN,
      freeBytes: async () => free,
    });
  let store = await open();
  const setFree = async (bytes: number): Promise<void> => {
    free = bytes;
    // A reading is good for a quarter of a second; the next one sees the change.
    await store['parts'].space['read']();
  };
  /** What is known of a place beside the disk is forgotten, as in a next life. */
  const lookAtDisk = (position: Position): void => store['places']['parts'].cache.drop(position);
  const settled = (): Promise<void> => store['writer'].settle();
  return {
    idWidth: 4,
    store,
    damage: async (position, change) => {
      const { records, names } = store['parts'];
      const name = names.bytesOf(position);
      await settled();
      const bytes = Buffer.from(records.getBinary(name)!);
      change(bytes);
      await records.put(name, asBinary(bytes) as unknown as Buffer);
      lookAtDisk(position);
    },
    place: async (position, bytes) => {
      const { records, names } = store['parts'];
      await settled();
      await records.put(names.bytesOf(position), asBinary(bytes) as unknown as Buffer);
      lookAtDisk(position);
      // As an engine that keeps no figures would have left it.
      await store['writer']['grouped'](() => store['writer'].group.doubt(position));
    },
    reopen: async () => {
      await store.close();
      store = await open();
      return store;
    },
    fill: () => setFree(FREE_BYTES_MIN / 2),
    free: () => setFree(1_024 * MIB),
    close: async () => {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}
