import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderComplaint, isInstallNeeded, nodeComplaint } from './prepare.mjs';

describe('nodeComplaint', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '22.99.1', '24.0.0', '25.1.0'])(
    '%s will do',
    (version) => {
      expect(nodeComplaint(version)).toBeUndefined();
    },
  );

  it.each(['18.20.0', '20.18.3', '21.7.0', '22.11.0', '23.5.0'])('%s will not', (version) => {
    expect(nodeComplaint(version)).toContain(version);
  });
});

describe('folderComplaint', () => {
  it('is silent about a folder that can be written to, and names one that cannot', () => {
    expect(folderComplaint(tmpdir())).toBeUndefined();
    // Root may write to every folder that there is.
    const closed = join(tmpdir(), 'no-such-folder');
    expect(folderComplaint(closed)).toContain(`${closed} cannot be written to`);
  });
});

describe('isInstallNeeded', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'prepare-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const lock = (path: string, packages: object) =>
    writeFileSync(join(folder, path), JSON.stringify({ packages }));
  const installed = (packages: object) => {
    mkdirSync(join(folder, 'node_modules'));
    lock('node_modules/.package-lock.json', packages);
  };

  it('is needed in a fresh clone', () => {
    lock('package-lock.json', {});
    expect(isInstallNeeded(folder)).toBe(true);
  });

  it('is not needed when every version is there', () => {
    lock('package-lock.json', { '': { version: '9.9.9' }, 'node_modules/a': { version: '1.0.0' } });
    installed({ 'node_modules/a': { version: '1.0.0' } });
    expect(isInstallNeeded(folder)).toBe(false);
  });

  it('is not needed for what this platform leaves out', () => {
    lock('package-lock.json', { 'node_modules/a-darwin': { version: '1.0.0', optional: true } });
    installed({});
    expect(isInstallNeeded(folder)).toBe(false);
  });

  it.each([
    ['another version', { 'node_modules/a': { version: '1.0.1' } }],
    ['a package that is missing', {}],
  ])('is needed for %s', (_, packages) => {
    lock('package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    installed(packages);
    expect(isInstallNeeded(folder)).toBe(true);
  });
});
