// Writes the bill of materials of everything the project runs, is built and is tested with,
// dist/sbom.cdx.json (CycloneDX), from the lock file alone.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './lib/children.mjs';
import { npmCommand } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';

const TARGET = 'dist/sbom.cdx.json';

const [command, ...before] = npmCommand();
const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
const { code, output } = await run(command, [...before, ...args, '--loglevel', 'error']);
const { components } = code === 0 ? JSON.parse(output) : { components: [] };
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const listed = new Set(
  components.map((/** @type {{ purl: string }} */ { purl }) => decodeURIComponent(purl)),
);
const missing = Object.entries(dependencies)
  .map(([name, version]) => `pkg:npm/${name}@${version}`)
  .filter((purl) => !listed.has(purl));
if (code !== 0 || missing.length > 0) {
  console.error(code === 0 ? `The bill of materials lacks ${missing.join(', ')}.` : output);
  process.exit(1);
}
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, TARGET), output);
console.log(`${TARGET} lists ${components.length} packages.`);
