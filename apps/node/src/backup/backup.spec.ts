import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreError } from '@chord-dht/store';
import { openLmdb, type LmdbRecordStore } from '@chord-dht/engine-lmdb';
import { numbered } from '@chord-dht/engine-lmdb/testing';
import { startTestNode, until } from '../testing/test-node';
import type { BackupDto } from './dto';
import type { Manifest } from './manifest';
import { writeBackup, type BackupJob } from './write-backup';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'chord-backup-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

const open = (name: string, notices: string[] = []): Promise<LmdbRecordStore> =>
  openLmdb({
    ...{ directory: join(parent, name), bits: 160, durability: 'commit' },
    onFatal: (error) => {
      throw error;
    },
    onNotice: (message) => void notices.push(message),
  });
const jobOf = (store: LmdbRecordStore): BackupJob => ({
  ...{ folder: join(parent, 'backups'), node: 'localhost:5000', bits: 160, version: '1' },
  ...{ now: new Date(0), positions: [store] },
});

describe('a backup', () => {
  it('has the writes acknowledged before it, while others go on, and a description', async () => {
    const store = await open('data');
    const write = (from: number) =>
      store.write({ put: Array.from({ length: 50 }, (_, at) => numbered(from + at)) });
    await write(0);
    const during = write(50);
    const { folder, manifest } = await writeBackup(jobOf(store));
    await during;
    await store.close();
    expect(readdirSync(join(parent, 'backups'))).toEqual(['localhost-5000-19700101T000000000Z']);
    const told = JSON.parse(readFileSync(join(folder, 'backup.json'), 'utf8')) as Manifest;
    expect(told).toEqual(manifest);
    const [position] = manifest.positions;
    const data = readFileSync(join(folder, '0/data.mdb'));
    expect(position).toMatchObject({
      ...{ bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') },
    });
    // As whoever restores it leaves it: without that the folder is that of a node that has lost its log.
    writeFileSync(join(folder, '0/restored.json'), '{}');
    const copy = await open('backups/localhost-5000-19700101T000000000Z/0');
    for (let at = 0; at < 50; at += 1) {
      const { key, keyId, value } = numbered(at);
      expect(Buffer.from(copy.get(keyId, key)!.value).equals(Buffer.from(value))).toBe(true);
    }
    await copy.close();
  });

  it('that fails leaves no part of it behind', async () => {
    const store = await open('data');
    const figures = () => ({ keys: 0 });
    const copyInto = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await expect(
      writeBackup({
        ...jobOf(store),
        positions: [store, { figures, copier: { copyInto, bytesUsed: 0 } }],
      }),
    ).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    const tooLarge = { figures, copier: { copyInto, bytesUsed: Number.MAX_SAFE_INTEGER } };
    await expect(writeBackup({ ...jobOf(store), positions: [tooLarge] })).rejects.toBeInstanceOf(
      StoreError,
    );
    expect(readdirSync(join(parent, 'backups'))).toEqual([]);
    writeFileSync(join(parent, 'file'), '');
    await expect(
      writeBackup({ ...jobOf(store), folder: join(parent, 'file') }),
    ).rejects.toMatchObject({ code: 'NO_BACKUP' });
    await store.close();
  });

  it('takes away what a process that was killed has left of one of this node', async () => {
    const store = await open('data');
    const whole = 'localhost-5000-20260101T000000000Z';
    const others = [whole, 'localhost-50-20260101T000000000Z.part', 'localhost-5000-notes.part'];
    for (const name of [...others, `${whole}.part`])
      mkdirSync(join(parent, 'backups', name, '0'), { recursive: true });
    await writeBackup(jobOf(store));
    await store.close();
    expect(readdirSync(join(parent, 'backups')).sort()).toEqual(
      [...others, 'localhost-5000-19700101T000000000Z'].sort(),
    );
  });

  it('outlives the end of its engine, which waits for it', async () => {
    const store = await open('data');
    await store.write({ put: Array.from({ length: 500 }, (_, at) => numbered(at)) });
    const copied = store.copier.copyInto(parent);
    await store.close();
    await copied;
    expect(existsSync(join(parent, 'data.mdb'))).toBe(true);
  });
});

it('a folder that was restored keeps records and the time of versions, and forgets what its node promised', async () => {
  const first = await open('data');
  await first.write({ put: [numbered(1)] });
  for (const name of ['views', 'names', 'remembered-peers', 'boots', 'clock', 'something-later'])
    await first.putState(name, 'kept');
  await first.close();
  writeFileSync(join(parent, 'data/restored.json'), '{"node":"a:1","takenAt":"then"}');
  const notices: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    const store = await open('data', notices);
    expect(store.get(numbered(1).keyId, numbered(1).key)).toBeDefined();
    expect(store.getState('clock')).toBe('kept');
    for (const name of ['views', 'names', 'remembered-peers', 'boots', 'something-later'])
      expect([name, store.getState(name)]).toEqual([name, undefined]);
    await store.close();
  }
  expect(notices).toEqual([expect.stringContaining('a backup of a:1, taken at then')]);
});

describe('a node', () => {
  const state = async (node: { get(path: string): Promise<{ json<T>(): T }> }) =>
    (await node.get('/api/v1/node/backup')).json<BackupDto>();

  it('makes one on request, and reports its result', async () => {
    const config = { store: 'lmdb', dataDir: join(parent, 'node') } as const;
    const node = await startTestNode({ config: { ...config, backupDir: join(parent, 'backups') } });
    expect(await state(node)).toMatchObject({ state: 'none' });
    await node.put('/db/key', 'value');
    const begun = await node.ask('POST', '/api/v1/node/backup');
    expect([begun.status, begun.json<BackupDto>().state]).toEqual([202, 'running']);
    await until(async () => (await state(node)).state === 'done');
    const { folder, keys } = await state(node);
    expect(keys).toBe(1);
    expect(existsSync(join(folder as string, 'backup.json'))).toBe(true);
    await node.stop();
  });

  it('makes none without a folder for them, or without a disk', async () => {
    for (const config of [{}, { backupDir: join(parent, 'backups') }]) {
      const node = await startTestNode({ config });
      const answer = await node.ask('POST', '/api/v1/node/backup');
      expect(answer.json()).toMatchObject({ status: 409, code: 'NO_BACKUP' });
      await node.stop();
    }
  });
});
