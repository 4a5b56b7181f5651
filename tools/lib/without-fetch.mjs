// For esbuild: axios as programs of ours use it, over the sockets of Node. Its other way, `fetch`, touches classes
// whose first touch makes Node load and compile a second HTTP client: a seventh of what a start of a node costs.
import { readFile } from 'node:fs/promises';

const TOUCH = "typeof G.FormData !== 'undefined' ? G.FormData : undefined";

/** @type {import('esbuild').Plugin} */
export const withoutFetch = {
  name: 'axios-without-fetch',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]axios[\\/]lib[\\/]adapters[\\/]fetch\.js$/ }, () => ({
      contents: 'export const getFetch = () => undefined;\n',
    }));
    bundle.onLoad({ filter: /[\\/]axios[\\/]lib[\\/]utils\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes(TOUCH)) throw new Error(`${path} looks for FormData in another way.`);
      return { contents: source.replace(TOUCH, 'undefined') };
    });
  },
};
