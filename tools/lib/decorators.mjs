// For esbuild: decorators and the metadata that Nest's injection reads, which esbuild itself does not write.
import { transform } from '@swc/core';
import { readFile } from 'node:fs/promises';

const DECORATOR = /^\s*@[A-Z]\w*\(/m;

/**
 * What esbuild is given of a file: TypeScript as it is, or what swc has made of its decorators.
 * @param {string} source @param {string} path
 * @returns {Promise<import('esbuild').OnLoadResult>}
 */
export async function withMetadata(source, path) {
  if (!DECORATOR.test(source)) return { contents: source, loader: 'ts' };
  const { code } = await transform(source, {
    filename: path,
    sourceMaps: 'inline',
    swcrc: false,
    configFile: false,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
  });
  return { contents: code, loader: 'js' };
}

/** @type {import('esbuild').Plugin} */
export const decorators = {
  name: 'decorator-metadata',
  setup(bundle) {
    bundle.onLoad(
      { filter: /[\\/](apps[\\/]node|libs[\\/]nest)[\\/]src[\\/].*\.ts$/ },
      async ({ path }) => withMetadata(await readFile(path, 'utf8'), path),
    );
  },
};
