import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { restoreBackup } from './restore-backup';

const DATA = 'records of a node';
let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'chordctl-restore-'));
  folder = join(parent, 'backup');
});
afterEach(() => rmSync(parent, { recursive: true }));

function makeBackup(change: (manifest: Record<string, unknown>) => void = () => undefined): void {
  const positions = [0, 1].map((position) => {
    const file = `${position}/data.mdb`;
    mkdirSync(join(folder, String(position)), { recursive: true });
    writeFileSync(join(folder, file), DATA + position);
    const sha256 = createHash('sha256')
      .update(DATA + position)
      .digest('hex');
    return { position, file, bytes: DATA.length + 1, sha256, keys: 3 };
  });
  const manifest: Record<string, unknown> = { format: 1, node: 'a:1', takenAt: 'then', positions };
  change(manifest);
  writeFileSync(join(folder, 'backup.json'), JSON.stringify(manifest));
}

it('makes a data directory with every position, for its owner alone, that says where it is from', async () => {
  makeBackup();
  const target = join(parent, 'data');
  mkdirSync(target);
  expect(await restoreBackup(folder, target)).toMatchObject({ node: 'a:1', keys: 6, positions: 2 });
  expect(readFileSync(join(target, 'data.mdb'), 'utf8')).toBe(`${DATA}0`);
  expect(readFileSync(join(target, 'positions/1/data.mdb'), 'utf8')).toBe(`${DATA}1`);
  for (const note of ['restored.json', 'positions/1/restored.json'])
    expect(JSON.parse(readFileSync(join(target, note), 'utf8'))).toEqual({
      ...{ node: 'a:1', takenAt: 'then' },
    });
  expect(statSync(target).mode & 0o777).toBe(0o700);
});

it.each([
  [
    'a byte that is another',
    () => writeFileSync(join(folder, '1/data.mdb'), `${DATA}x`),
    'SHA-256',
  ],
  ['a file that is cut off', () => writeFileSync(join(folder, '0/data.mdb'), 'x'), 'not whole'],
  ['a file that is missing', () => rmSync(join(folder, '0/data.mdb')), 'not whole'],
  ['no manifest', () => rmSync(join(folder, 'backup.json')), 'no backup'],
  [
    'a manifest that is cut off',
    () => writeFileSync(join(folder, 'backup.json'), '{"f'),
    'no backup',
  ],
  ['another format', () => makeBackup((manifest) => (manifest['format'] = 2)), 'format 2'],
  [
    'a name that leads elsewhere',
    () =>
      makeBackup((manifest) => {
        (manifest['positions'] as { file: string }[])[0]!.file = '../../etc/passwd';
      }),
    'damaged',
  ],
  ...[null, {}, 'x', [null], [5], []].map((positions): [string, () => void, string] => [
    `${JSON.stringify(positions)} for its positions`,
    () => makeBackup((manifest) => (manifest['positions'] = positions)),
    'damaged',
  ]),
  [
    'a position whose keys nobody has counted',
    () => makeBackup((manifest) => delete (manifest['positions'] as { keys?: number }[])[0]!.keys),
    'damaged',
  ],
])('refuses a backup with %s, and leaves nothing behind', async (_, harm, words) => {
  makeBackup();
  harm();
  const target = join(parent, 'data');
  await expect(restoreBackup(folder, target)).rejects.toThrow(words);
  expect(existsSync(target)).toBe(false);
});

it('removes the remains of a killed restore, and nothing of a running one', async () => {
  makeBackup();
  const target = join(parent, 'data');
  const ended = spawnSync(process.execPath, ['--version']).pid;
  const part = (of: string): string => `data.restoring-${of}`;
  const others = [
    part(`${hostname()}-${process.ppid}`),
    part(`elsewhere-${ended}`),
    `my${part(`${hostname()}-${ended}`)}`,
  ];
  for (const name of [...others, part(`${hostname()}-${ended}`)])
    mkdirSync(join(parent, name, 'positions'), { recursive: true });
  await restoreBackup(folder, target);
  expect(readdirSync(parent).sort()).toEqual(['backup', 'data', ...others].sort());
});

it('overwrites nothing', async () => {
  makeBackup();
  const target = join(parent, 'data');
  mkdirSync(target);
  writeFileSync(join(target, 'data.mdb'), 'mine');
  await expect(restoreBackup(folder, target)).rejects.toThrow('not empty');
  expect(readFileSync(join(target, 'data.mdb'), 'utf8')).toBe('mine');
});
