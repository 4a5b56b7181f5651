import { crashTenth } from '../testing/crash-tenth';

it('a ring of 1,000 repairs itself after 100 have died at once', async () => {
  const { before, behind, mendedMs, defects } = await crashTenth(1_000);
  expect([before, defects]).toEqual([[], []]);
  expect(behind).toContain('Ideal ring');
  expect(mendedMs).toBeGreaterThan(0);
});
