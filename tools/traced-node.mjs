// Builds a node that says which of our functions a PUT enters, from the controller until the engine is given the record:
//   node tools/traced-node.mjs tmp/traced/main.mjs
// In a process of that program CHORD_TRACE_OUT names the file of the trace, [[file, function], ...], of the last PUT.
import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { KEPT } from '../apps/node/kept.mjs';
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

/** @param {string} file @returns {ts.TransformerFactory<ts.SourceFile>} lets each function of it say that it is entered */
const telling = (file) => (context) => {
  const { factory } = context;
  /** @param {string} name @param {ts.ConciseBody} body */
  const withEntry = (name, body) => {
    const entered = factory.createPropertyAccessExpression(
      factory.createIdentifier('globalThis'),
      'chordEntered',
    );
    const names = [file, name].map((text) => factory.createStringLiteral(text));
    const call = factory.createCallExpression(entered, undefined, names);
    return factory.createBlock([
      factory.createExpressionStatement(call),
      ...(ts.isBlock(body) ? body.statements : [factory.createReturnStatement(body)]),
    ]);
  };
  /** @type {ts.Visitor} */
  const visit = (met) => {
    const node = ts.visitEachChild(met, visit, context);
    if (ts.isArrowFunction(node)) {
      const { modifiers, typeParameters, parameters, type, equalsGreaterThanToken: arrow } = node;
      const body = withEntry('=>', node.body);
      return factory.updateArrowFunction(
        node,
        modifiers,
        typeParameters,
        parameters,
        type,
        arrow,
        body,
      );
    }
    if (ts.isMethodDeclaration(node) && node.body) {
      const { modifiers, asteriskToken, name, questionToken, typeParameters, parameters, type } =
        node;
      const body = withEntry(ts.isIdentifier(name) ? name.text : '', node.body);
      return factory.updateMethodDeclaration(
        node,
        modifiers,
        asteriskToken,
        name,
        questionToken,
        typeParameters,
        parameters,
        type,
        body,
      );
    }
    if (ts.isFunctionDeclaration(node) && node.body) {
      const { modifiers, asteriskToken, name, typeParameters, parameters, type } = node;
      const body = withEntry(name?.text ?? '', node.body);
      return factory.updateFunctionDeclaration(
        node,
        modifiers,
        asteriskToken,
        name,
        typeParameters,
        parameters,
        type,
        body,
      );
    }
    return node;
  };
  return (source) => ts.visitEachChild(source, visit, context);
};

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
            const { outputText } = ts.transpileModule(await readFile(path, 'utf8'), {
              fileName: join(root, file),
              compilerOptions: {
                target: ts.ScriptTarget.ES2022,
                module: ts.ModuleKind.ESNext,
                experimentalDecorators: true,
                emitDecoratorMetadata: true,
              },
              transformers: { before: [telling(file)] },
            });
            return { contents: outputText, loader: 'js' };
          },
        );
      },
    },
  ],
});
