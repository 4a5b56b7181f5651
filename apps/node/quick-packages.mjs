// For esbuild: what packages do while they are loaded and a node does not need. Each start of a node pays for it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Other files of the same packages; they offer the same. @type {Record<string, string>} */
const INSTEAD = {
  // It finds the line of each caller, for warnings about old names; for that V8 counts the lines of the whole program.
  depd: 'depd/lib/browser/index.js',
  // As modules, of which only what is used is taken.
  rxjs: 'rxjs/dist/esm/index.js',
  'rxjs/operators': 'rxjs/dist/esm/operators/index.js',
  // Packages with native code: their scripts are compiled ahead with ours, and only the native code is outside.
  lmdb: 'lmdb/dist/index.cjs',
  'msgpackr-extract': 'msgpackr-extract/index.js',
  'fs-native-extensions': 'fs-native-extensions/index.js',
};

/** @type {readonly (readonly [string, string])[]} */
const LAZY_DATES = [
  ['const dateTimeFormatter = new Intl', 'const dateTimeFormatter = () => new Intl'],
  ['dateTimeFormatter.format(', 'dateTimeFormatter().format('],
];

/**
 * Edits of the text of a file: what to find, and what to have instead.
 * @type {Record<string, readonly (readonly [string, string])[]>}
 */
const EDITS = {
  // The router has a function compiled for each piece of each path, and two for each route: seven hundred.
  'find-my-way/lib/node.js': [
    [
      "return new Function('path', 'i', `'use strict'\\nreturn ${lines.join(' && ')}`)",
      'return (path, i) => path.startsWith(prefix, i)',
    ],
  ],
  'find-my-way/lib/handler-storage.js': [
    [
      "'use strict'\n",
      "'use strict'\n\nconst made = new Map()\nconst once = (text, make) => made.get(text) ?? made.set(text, make(text)).get(text)\n",
    ],
    [
      "return new Function('NullObject', fnBody.join('\\n'))(NullObject)",
      "return once(fnBody.join('\\n'), (text) => new Function('NullObject', text)(NullObject))",
    ],
    [
      "= new Function('derivedConstraints', lines.join('\\n'))",
      "= once(lines.join('\\n'), (text) => new Function('derivedConstraints', text))",
    ],
  ],
  // Messages go over HTTP/1.1, through no proxy, and have no forms.
  'axios/lib/adapters/http.js': [
    ["import http2 from 'http2';", 'const http2 = {};'],
    ["import HttpsProxyAgent from 'https-proxy-agent';", 'const HttpsProxyAgent = undefined;'],
  ],
  'axios/lib/platform/node/classes/FormData.js': [
    ["import FormData from 'form-data';\n\nexport default FormData;", 'export default undefined;'],
  ],
  'axios/lib/helpers/Http2Sessions.js': [["import http2 from 'http2';", 'const http2 = {};']],
  'fastify/lib/server.js': [["const http2 = require('node:http2')", 'const http2 = {}']],
  // To format a date for the first time loads what the system knows of languages; a node has a log of its own.
  '@nestjs/common/services/logger.service.js': LAZY_DATES,
  '@nestjs/common/services/console-logger.service.js': LAZY_DATES,
  // The native code lies beside their own files, and not beside ours.
  'lmdb/dist/index.cjs': [["'file:' + __filename", "'file:' + require.resolve('lmdb')"]],
  'msgpackr-extract/index.js': [
    ['(__dirname)', "(require('path').dirname(require.resolve('msgpackr-extract')))"],
  ],
  'fs-native-extensions/binding.js': [
    [
      "require.addon = require('require-addon')\n\nmodule.exports = require.addon('.', __filename)",
      'module.exports = require(`fs-native-extensions/prebuilds/${process.platform}-${process.arch}/fs-native-extensions.node`)',
    ],
  ],
};

/** @type {import('esbuild').Plugin} */
export const quickPackages = {
  name: 'quick-packages',
  setup(bundle) {
    const names = Object.keys(INSTEAD).join('|');
    bundle.onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path, kind }) =>
      kind === 'require-resolve'
        ? { path, external: true }
        : { path: join(PACKAGES, INSTEAD[path] ?? '') },
    );
    for (const [file, edits] of Object.entries(EDITS)) {
      const filter = new RegExp(
        `[\\\\/]node_modules[\\\\/]${file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`,
      );
      bundle.onLoad({ filter }, async ({ path }) => ({
        contents: edited(path, await readFile(path, 'utf8'), edits),
      }));
    }
  },
};

/** @param {string} path @param {string} text @param {readonly (readonly [string, string])[]} edits */
function edited(path, text, edits) {
  return edits.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`${path} has changed, there is no ${from}`);
    return before.replaceAll(from, to);
  }, text);
}
