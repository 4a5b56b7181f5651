// A step of the guided tour: a run, its explanation, and its expected outcome. Each is a test too.
import crash from './tour/4-crash.json';
import fingers from './tour/2-fingers.json';
import join from './tour/1-join.json';
import lookup from './tour/3-lookup.json';
import replicate from './tour/6-replicate.json';
import stabilise from './tour/5-stabilise.json';
import type { PlaygroundWorld } from './world';

/** `words` is the text for the person who watches. */
export type Expectation = { readonly words: string } & (
  | { readonly is: 'members'; readonly count: number }
  | { readonly is: 'lamp'; readonly name: string; readonly holds: boolean }
  /** The invariant was broken at some time, and holds again. */
  | { readonly is: 'mended'; readonly name: string }
  | { readonly is: 'fingers'; readonly node: number; readonly min: number; readonly max: number }
  /** The number of lookups that have ended, and the largest allowed mean of their hops. */
  | { readonly is: 'hops'; readonly lookups: number; readonly meanMax: number }
  | { readonly is: 'answer'; readonly key: string; readonly value: string }
  | { readonly is: 'copies'; readonly key: string; readonly count: number }
);

export interface TourStep {
  readonly name: string;
  readonly title: string;
  readonly text: readonly string[];
  /** The text of a link of the playground. */
  readonly run: string;
  readonly select: number | null;
  readonly speed: number;
  /** The virtual milliseconds within which all expectations have to come true. */
  readonly withinMs: number;
  readonly expect: readonly Expectation[];
}

export const TOUR = [join, fingers, lookup, crash, stabilise, replicate] as readonly TourStep[];

export function isMet(world: PlaygroundWorld, expectation: Expectation): boolean {
  switch (expectation.is) {
    case 'members':
      return world.cluster.members().length === expectation.count;
    case 'lamp':
      return (
        world.readLamps(true).find(({ name }) => name === expectation.name)?.holds ===
        expectation.holds
      );
    case 'mended': {
      const lamp = world.readLamps(true).find(({ name }) => name === expectation.name);
      return lamp !== undefined && lamp.holds && lamp.times > 0;
    }
    case 'fingers': {
      const distinct = world.detail(expectation.node)?.fingers.length ?? 0;
      return distinct >= expectation.min && distinct <= expectation.max;
    }
    case 'hops': {
      const over = world
        .readTrails()
        .filter(({ deed, outcome, good }) => deed === 'lookup' && outcome !== null && good);
      const hops = over.reduce((sum, trail) => sum + trail.hops.length, 0);
      return over.length >= expectation.lookups && hops / over.length <= expectation.meanMax;
    }
    case 'answer':
      return world
        .readTrails()
        .some(
          ({ deed, key, outcome }) =>
            deed === 'get' && key === expectation.key && outcome === `“${expectation.value}”`,
        );
    case 'copies':
      return world.copiesOf(expectation.key) === expectation.count;
  }
}
