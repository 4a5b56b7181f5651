// A library of Angular components, compiled so that the compiler of whoever uses it finishes the work ("partial").
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { script } from '../lib/children.mjs';
import { root } from '../lib/root.mjs';

const NGC = '@angular/compiler-cli/bundles/src/bin/ngc.js';

/**
 * Writes modules and declarations beside each other.
 * @param {string} library
 * @param {readonly string[]} sources its first files, from the root of the workspace
 * @param {string} folder gets them below `<library>/src`
 */
export function compileComponents(library, sources, folder) {
  const config = join(folder, `tsconfig.${library}.json`);
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({
    extends: join(root, 'libs', library, 'tsconfig.lib.json'),
    compilerOptions: {
      ...{ noEmit: false, declaration: true, importHelpers: false, target: 'ES2022' },
      rootDir: join(root, 'libs', library, 'src'),
      outDir: join(folder, library, 'src'),
    },
    angularCompilerOptions: { compilationMode: 'partial' },
    files: sources.map((file) => join(root, file)),
    include: [],
  });
  writeFileSync(config, text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script(NGC), '-p', config], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`ngc of ${library}: ${stdout}${stderr}`);
}
