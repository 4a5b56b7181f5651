import { readOptions } from './options';

describe('the options of a comparison', () => {
  it('have defaults for everything', () => {
    expect(readOptions([])).toMatchObject({ durationMs: 4_000, rounds: 3, warmUp: 40_000 });
    expect(readOptions(['--help'])).toBeUndefined();
  });

  it('take loads by set and by name, small values first, each once', () => {
    const { loads } = readOptions(['--loads', 'put-1MB-32,short,get-100B-32'])!;
    expect(loads.map(({ name }) => name)).toEqual([
      ...['get-100B-32', 'put-100B-32', 'get-100B-256', 'put-100B-256'],
      'put-1MB-32',
    ]);
  });

  it('take further builds', () => {
    const { builds } = readOptions(['--build', 'old=/a/main.mjs', '--build', 'new=/b=c/main.mjs'])!;
    expect([...builds]).toEqual([
      ['old', '/a/main.mjs'],
      ['new', '/b=c/main.mjs'],
    ]);
  });

  it.each([
    ['--duration', 'x'],
    ['--duration', ''],
    ['--rounds', '1.5'],
    ['--rounds', '0'],
    ['--loads', ''],
    ['--loads', 'get'],
    ['--ports', '24000'],
    ['--ports', '24000-24010'],
    ['--build', 'old'],
    ['--nonsense', '1'],
  ])('refuse %s %p', (...args) => expect(() => readOptions(args)).toThrow());
});
