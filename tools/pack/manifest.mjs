// The `package.json` of a package: versions and dependencies come from what was built, so that none is forgotten.
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { root } from '../lib/root.mjs';
import { SCOPE } from './packages.mjs';

const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const builtin = new Set(builtinModules);

/** @param {string} specifier `@a/b/c` or `b/c` @returns {string} the package that it is in */
export function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** @param {string} specifier */
const isBuiltin = (specifier) => specifier.startsWith('node:') || builtin.has(packageOf(specifier));

/** @param {string} name @returns {string} the version that the workspace is tested with */
export function versionOf(name) {
  if (name.startsWith(SCOPE)) return own.version;
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
}

/** What every manifest has. @param {{ name: string, about: string, keywords: readonly string[] }} parts */
export function headOf({ name, about, keywords }) {
  return {
    name,
    version: own.version,
    description: about,
    keywords,
    license: own.license,
    type: 'module',
    engines: own.engines,
  };
}

/** Of the same release exactly; of others what is compatible. @param {string} name */
const rangeOf = (name) => (name.startsWith(SCOPE) ? versionOf(name) : `^${versionOf(name)}`);

/**
 * @param {import('./packages.mjs').Library} library
 * @param {readonly string[]} used specifiers in its code and types
 * @returns {object}
 */
export function dependenciesOf({ name, peers = {} }, used) {
  // What Nest itself expects beside it is imported by nothing here.
  const expected = Object.keys(peers).filter((each) => !peers[each]?.optional);
  const imported = used.filter((each) => !isBuiltin(each)).map(packageOf);
  const packages = [...new Set([...imported, ...expected])].sort();
  const others = packages.filter((each) => each !== `${SCOPE}${name}`);
  /** @param {readonly string[]} names */
  const ranges = (names) => Object.fromEntries(names.map((each) => [each, rangeOf(each)]));
  const [needed, brought] = [false, true].map((isPeer) =>
    others.filter((each) => each in peers === isPeer),
  );
  const optional = (brought ?? []).filter((each) => peers[each]?.optional);
  return {
    ...(needed?.length ? { dependencies: ranges(needed) } : {}),
    ...(brought?.length ? { peerDependencies: ranges(brought) } : {}),
    ...(optional.length
      ? {
          peerDependenciesMeta: Object.fromEntries(
            optional.map((each) => [each, { optional: true }]),
          ),
        }
      : {}),
  };
}
