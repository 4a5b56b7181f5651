// Makes a release: `nx release` writes the version into the manifests; what else bears it, and what is made from it,
// follows; the unreleased part of CHANGELOG.md becomes that of the version; one commit and one tag hold all of it.
//   npm run release -- minor            major, minor, patch, or a version
//   npm run release -- patch --dry-run  says what it would do
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { releaseVersion } from 'nx/release';
import { faultsOf, released, unreleasedOf } from './lib/changelog.mjs';
import { fail } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';

/** Files that bear the version beside the manifests, each with what stands around it. */
const BEARERS = [
  { file: 'deploy/helm/chord/Chart.yaml', around: [/^(version: ).*$/m, /^(appVersion: ).*$/m] },
  { file: 'deploy/kubernetes/chord.yaml', around: [/^( *image: chord-dht:).*$/m] },
];

const at = (/** @type {string} */ file) => join(root, file);
const git = (/** @type {string[]} */ ...args) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean', default: false } },
});
const [specifier] = positionals;
const dryRun = values['dry-run'];
if (specifier === undefined)
  fail('Say which: npm run release -- major, minor, patch, or a version.');

const page = readFileSync(at('CHANGELOG.md'), 'utf8');
const faults = faultsOf(page);
if (faults.length > 0) fail(`CHANGELOG.md: ${faults.join('; ')}`);
if (unreleasedOf(page) === '') fail('CHANGELOG.md says of nothing that it is unreleased.');
if (!dryRun && git('status', '--porcelain') !== '')
  fail('There are changes that are not committed.');

const { workspaceVersion: version } = await releaseVersion({ specifier, dryRun, verbose: false });
if (!version) fail('nx release has found no version.');
const day = new Date().toISOString().slice(0, 10);
console.log(`\n${version} of ${day}:\n\n${unreleasedOf(page)}\n`);
if (!dryRun) {
  writeFileSync(at('CHANGELOG.md'), released(page, version, day));
  for (const { file, around } of BEARERS) {
    const text = around.reduce(
      (all, pattern) =>
        all.replace(pattern, `$1${file.endsWith('Chart.yaml') ? `'${version}'` : version}`),
      readFileSync(at(file), 'utf8'),
    );
    writeFileSync(at(file), text);
  }
  writeLock(version);
  execFileSync('npm', ['run', 'generate'], { cwd: root, stdio: 'inherit' });
  git('add', '--all');
  git('commit', '--quiet', '--message', `Release ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', `${version}\n\n${unreleasedOf(page)}`);
  console.log(`Committed and tagged as v${version}. Nothing is pushed or published.`);
}

/** Only the versions of our own: npm would look at all others again. @param {string} to */
function writeLock(to) {
  const file = at('package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  lock.version = to;
  for (const path of ['', 'apps/chordctl']) lock.packages[path].version = to;
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
