// The stories of scenarios/*.json and their transcripts in scenarios/*.txt. `npx nx run simulator:scenario -- --update`
// rewrites these; read the difference before it is committed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testHost } from '../testing/node-host';
import { playScenario } from './play';
import { readScenario } from './scenario';

const folder = join(__dirname, '../../scenarios');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -5));

describe('the scenarios', () => {
  it.each(names)('%s', async (name) => {
    const scenario = readScenario(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
    const { transcript, failures } = await playScenario(testHost, scenario);
    expect(failures).toEqual([]);
    expect(transcript).toEqual(
      readFileSync(join(folder, `${name}.txt`), 'utf8')
        .trimEnd()
        .split('\n'),
    );
  });

  it('fail when an expectation is not met', async () => {
    const file = readFileSync(join(folder, 'finger-path.json'), 'utf8');
    const scenario = readScenario(JSON.parse(file.replace('"owner": 56', '"owner": 42')));
    const { failures } = await playScenario(testHost, scenario);
    expect(failures).toEqual(['Expected the owner of 54 to be 42, found 56.']);
  });

  it('are refused when they are invalid', () => {
    expect(() => readScenario({ name: 'x', steps: [{ do: 'dance' }] })).toThrow(
      /story is missing.*ring is no list.*step 1 has an unknown action: dance/,
    );
  });
});
