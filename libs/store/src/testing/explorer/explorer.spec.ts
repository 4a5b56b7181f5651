// Every order of events in worlds that are small enough. `npx nx run store:explore` tries larger ones.
import { step } from '../../view/machine';
import { explore } from './explorer';
import { MUTANTS, type Mutant } from './mutants';
import { replaced, rivals, SMALL_WORLDS } from './worlds';

const STATES_MAX = 700_000;

describe('the machine of views', () => {
  it.each(SMALL_WORLDS.map((world) => [world.name, world] as const))(
    'keeps its invariants in all of "%s"',
    (_, world) => {
      const { violation, states, recovered, isComplete } = explore(world, step, {
        statesMax: STATES_MAX,
        recoverEach: 500,
      });
      expect(violation).toBeUndefined();
      expect(isComplete).toBe(true);
      expect(recovered).toBeGreaterThan(0);
      process.stdout.write(`${world.name}: ${states} states, ${recovered} recoveries\n`);
    },
  );
});

describe('a reading that a member confirms when it asks for it', () => {
  it('misses a write when members confirm what they have sealed', () => {
    const limits = { statesMax: STATES_MAX, recoverEach: 0 };
    const { violation } = explore(replaced({ sealedConfirm: true }), step, limits);
    expect(violation?.sentence).toBe('A reading has missed write 1.');
  });
});

describe('a broken machine', () => {
  it.each(Object.keys(MUTANTS))('%s is caught', (name) => {
    const { machine, allowance, breaks } = MUTANTS[name] as Mutant;
    const limits = { statesMax: STATES_MAX, recoverEach: 0 };
    const { violation } = explore(rivals(allowance), machine, limits);
    expect(violation?.sentence.slice(0, 1)).toMatch(breaks);
    process.stdout.write(`${name}: ${violation?.sentence} (${violation?.trace.length} moves)\n`);
    expect(violation?.trace.length).toBeGreaterThan(0);
  });
});
