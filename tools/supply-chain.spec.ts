// The dependencies are exactly the ones that were looked at: exact versions, no hosts, nothing known to be unsafe.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSafe } from './lib/versions.mjs';

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

const read = (path: string) => JSON.parse(readFileSync(join(__dirname, '..', path), 'utf8'));
const manifest = read('package.json');
const locked = Object.entries(read('package-lock.json').packages as Record<string, Locked>).filter(
  // The folders of the workspace are neither fetched nor checked.
  ([path, { link }]) => path.includes('node_modules/') && !link,
);
const minimum: Record<string, { from: string[]; because: string }> = read(
  'tools/safe-versions.json',
);

const nameOf = (path: string) =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

it.each(['dependencies', 'devDependencies'])('%s of package.json are exact versions', (group) => {
  const loose = Object.entries<string>(manifest[group]).filter(
    // A second version of a package has a name of its own.
    ([, version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
});

it('overrides are exact versions', () => {
  const versions = (node: object): string[] =>
    Object.values(node).flatMap((value) => (typeof value === 'string' ? [value] : versions(value)));
  expect(
    versions(manifest.overrides).filter((version) => !/^\d+\.\d+\.\d+$/.test(version)),
  ).toEqual([]);
});

it('the lock file names no host', () => {
  expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual(
    [],
  );
});

it('the lock file pins the content of every package', () => {
  expect(
    locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path),
  ).toEqual([]);
});

it('no package is older than the oldest version without a known hole', () => {
  const unsafe = locked
    .map(([path, { version }]) => ({ path, version, known: minimum[nameOf(path)] }))
    .filter(({ version, known }) => known && !isSafe(version, known.from))
    .map(({ path, version, known }) => `${path} ${version}: ${known?.because}`);
  expect(unsafe).toEqual([]);
});

it('every name of the list is still in the lock file', () => {
  const names = new Set(locked.map(([path]) => nameOf(path)));
  expect(Object.keys(minimum).filter((name) => !names.has(name))).toEqual([]);
});

it('install scripts that phone home are denied', () => {
  expect(manifest.allowScripts['@scarf/scarf']).toBe(false);
  expect(manifest.scarfSettings.enabled).toBe(false);
});
