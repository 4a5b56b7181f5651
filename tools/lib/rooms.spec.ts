// The order of folders, as the lint rule reads it, against the folders and imports that there are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInOrder, orderText, partingOf } from '../../eslint.folders.mjs';
import { folders } from '../../eslint.rooms.mjs';
import { crossingsOf, placesOf, projects, readSources } from './imports.mjs';
import { readGraphs, wrongArrows } from './room-graph.mjs';
import { readMade } from './room-page.mjs';
import { pictureOf } from './room-picture.mjs';
import { root } from './root.mjs';

const sources = projects().flatMap((project) => readSources(project));

describe('the order of folders', () => {
  it('is kept by every import', () => {
    const faults = crossingsOf(sources)
      .filter(({ parting }) => !isInOrder(parting))
      .map(
        ({ file, specifier, parting }) =>
          `${file} imports ${specifier}; the order of ${parting.place} is ${orderText(parting.place)}`,
      );
    expect(faults).toEqual([]);
  });

  it('names the folders that there are, each once', () => {
    const places = placesOf(sources);
    const wrong = [...folders].filter(([place, layers]) => {
      const names = [...(places.get(place) ?? [])].sort();
      return names.join() !== layers.flat().sort().join();
    });
    expect(wrong).toEqual([]);
  });

  it('lets a folder import what is below it and nothing beside or above it', () => {
    const of = (from: string, to: string) => isInOrder({ place: 'libs/transport/src', from, to });
    expect([of('mux', 'frames'), of('.', 'mux'), of('testing', '.')]).toEqual([true, true, true]);
    expect([of('mux', 'http'), of('frames', 'mux'), of('mux', '.')]).toEqual([false, false, false]);
    expect([of('mux', 'unknown'), of('unknown', 'mux')]).toEqual([false, false]);
  });

  it('is the usual one where none is written down', () => {
    const of = (from: string, to: string) => isInOrder({ place: 'libs/any/src', from, to });
    expect([of('.', 'a'), of('testing', '.'), of('testing', 'a')]).toEqual([true, true, true]);
    expect([of('a', 'b'), of('a', '.'), of('.', 'testing')]).toEqual([false, false, false]);
  });

  it('is asked where the ways to two files part', () => {
    const file = 'apps/node/src/dht/view/lost-log.ts';
    const to = (target: string) => partingOf(file, target);
    expect(to('apps/node/src/dht/view/unserved')).toBeUndefined();
    expect(to('apps/node/src/dht/dto/ring.dto')).toEqual({
      ...{ place: 'apps/node/src/dht', from: 'view', to: 'dto' },
    });
    expect(to('apps/node/src/dht/ids')).toMatchObject({ from: 'view', to: '.' });
    expect(to('apps/node/src/log/logger')).toMatchObject({ from: 'dht', to: 'log' });
    expect(to('apps/node/package.json')).toBeUndefined();
    expect(to('apps/bench/src/system/proc')).toBeUndefined();
  });
});

describe('the graph of rooms', () => {
  it('leads down everywhere, among projects too', () => {
    const { projects: all, places } = readGraphs();
    expect(all.arrows.length).toBeGreaterThan(10);
    expect([all, ...places].flatMap(wrongArrows)).toEqual([]);
  });

  it('shows what leads up in another colour', () => {
    const two = { title: 'two', rooms: ['low', 'high'] };
    expect(pictureOf([{ ...two, arrows: [['high', 'low']] }])).not.toContain(
      '<path class="upwards"',
    );
    expect(pictureOf([{ ...two, arrows: [['low', 'high']] }])).toContain('<path class="upwards"');
    expect(wrongArrows({ ...two, arrows: [['low', 'high']] })).toEqual(['low -> high']);
  });

  it.each(Object.entries(readMade()))('is what %s shows; else run npm run graph', (file, text) => {
    expect(readFileSync(join(root, file), 'utf8')).toBe(text);
  });
});
