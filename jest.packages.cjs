/**
 * Joins packages of many files into one file each: Jest finds, reads and links every file again for each test file,
 * and the thousand files of a web framework take longer than most tests.
 */
const { createHash } = require('node:crypto');
const {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { join } = require('node:path');
const { buildSync, version } = require('esbuild');

const ROOT = __dirname;
/** They are bundled together, so that each is there once. */
const PACKAGES = [
  ...['@nestjs/axios', '@nestjs/common', '@nestjs/core', '@nestjs/platform-fastify'],
  ...['@nestjs/swagger', '@nestjs/testing', 'axios', 'fastify', 'prom-client', 'rxjs'],
];
/** Native code, files that are served, what changes globals, and what Nest looks for when it is used. */
const OUTSIDE = [
  ...['lmdb', 'msgpackr-extract', 'swagger-ui-dist', 'reflect-metadata', '@nestjs/microservices'],
  ...['@nestjs/websockets', '@nestjs/platform-express', '@fastify/multipart', '@fastify/view'],
  ...['class-transformer', 'class-validator'],
];
const BUNDLE = 'packages.cjs';

/** Made once for a lock file, and kept. */
const folder = join(ROOT, 'node_modules/.cache/chord-jest', keyOf());
if (!existsSync(folder)) make();

function keyOf() {
  const parts = [
    readFileSync(join(ROOT, 'package-lock.json')),
    readFileSync(join(ROOT, 'jest.packages.cjs')),
    version,
  ];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}

/** Several runs may begin at once: each writes beside the target and renames. */
function make() {
  const scratch = `${folder}-${process.pid}`;
  mkdirSync(scratch, { recursive: true });
  buildSync({
    absWorkingDir: ROOT,
    stdin: {
      contents: PACKAGES.map((name) => `exports['${name}'] = () => require('${name}');`).join('\n'),
      resolveDir: ROOT,
    },
    outfile: join(scratch, BUNDLE),
    bundle: true,
    external: OUTSIDE.flatMap((name) => [name, `${name}/*`]),
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    define: { 'import.meta.url': '__url' },
    banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
  for (const name of PACKAGES)
    writeFileSync(
      join(scratch, fileOf(name)),
      `module.exports = require('./${BUNDLE}')['${name}']();\n`,
    );
  try {
    renameSync(scratch, folder);
  } catch (error) {
    rmSync(scratch, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

function fileOf(name) {
  return `${name.replace('/', '+')}.cjs`;
}

/** For `moduleNameMapper`. */
exports.packages = Object.fromEntries(
  PACKAGES.map((name) => [`^${name}$`, join(folder, fileOf(name))]),
);
