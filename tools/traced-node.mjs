// Builds a node that says which of our functions a PUT enters, from the controller until the engine is given the record:
//   node tools/traced-node.mjs tmp/traced/main.mjs
// In a process of that program CHORD_TRACE_OUT names the file of the trace, [[file, function], ...], of the last PUT.
import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { KEPT } from '../apps/node/kept.mjs';
import { withMetadata } from './lib/decorators.mjs';
import { root } from './lib/root.mjs';

const [outfile] = process.argv.slice(2);
if (outfile === undefined) throw new Error('Say which file is to be written.');

/** What Nest looks for when it is used, and we do not. */
const OPTIONAL = [
  ...['@nestjs/microservices', '@nestjs/websockets', '@nestjs/platform-express'],
  ...['@fastify/multipart', '@fastify/view', 'class-transformer', 'class-validator'],
];
const RECORDER = `
import { AsyncLocalStorage as _Context } from 'node:async_hooks';
import { createRequire as _createRequire } from 'node:module';
import { writeFileSync as _writeFileSync } from 'node:fs';
const require = _createRequire(import.meta.url);
// What a timer of the node enters meanwhile is no part of the way.
const _way = new _Context();
globalThis.chordEntered = (file, name) => {
  if (!_way.getStore() && name === 'put' && file.endsWith('/db.controller.ts'))
    _way.enterWith({ entered: [], isOver: false });
  const way = _way.getStore();
  if (!way || way.isOver) return;
  way.entered.push([file, name]);
  if (name !== 'append' || !file.endsWith('/lmdb-record-store.ts')) return;
  way.isOver = true;
  if (process.env.CHORD_TRACE_OUT) _writeFileSync(process.env.CHORD_TRACE_OUT, JSON.stringify(way.entered));
};`;

/**
 * A source in which each function says that it is entered. It is written into the text: to print the whole program anew
 * takes several times as long as to read it.
 * @param {string} file @param {string} text
 */
function telling(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
  /** @type {{ at: number, words: string }[]} */
  const said = [];
  /** @param {string} name @param {ts.ConciseBody} body */
  const tell = (name, body) => {
    const call = `globalThis.chordEntered(${JSON.stringify(file)}, ${JSON.stringify(name)});`;
    const at = body.getStart(source);
    if (ts.isBlock(body)) said.push({ at: at + 1, words: call });
    else said.push({ at, words: `{ ${call} return (` }, { at: body.end, words: '); }' });
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isArrowFunction(node)) tell('=>', node.body);
    else if (ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node)) {
      const { name, body } = node;
      if (body) tell(name && ts.isIdentifier(name) ? name.text : '', body);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  // The sort keeps the order of what stands at one place: each was found before what it has inside.
  said.sort((a, b) => a.at - b.at);
  let [result, done] = ['', 0];
  for (const { at, words } of said) {
    result += text.slice(done, at) + words;
    done = at;
  }
  return result + text.slice(done);
}

await build({
  absWorkingDir: root,
  entryPoints: ['apps/node/src/main.ts'],
  outfile: resolve(root, outfile),
  bundle: true,
  external: [...KEPT, ...OPTIONAL].flatMap((name) => [name, `${name}/*`]),
  banner: { js: RECORDER },
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
  plugins: [
    {
      name: 'tell-entries',
      setup(bundle) {
        bundle.onLoad(
          { filter: /[\\/](apps|libs)[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ },
          async ({ path }) => {
            const file = relative(root, path).split(sep).join('/');
            return withMetadata(telling(file, await readFile(path, 'utf8')), path);
          },
        );
      },
    },
  ],
});
