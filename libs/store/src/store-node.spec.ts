import { StoreRing } from './testing';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const names = (count: number, prefix = 'node'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}:1`);

it('smoke', async () => {
  const ring = new StoreRing({ seed: 7 });
  await ring.grow(names(5));
  await ring.untilSettled();
  for (let i = 0; i < 50; i += 1) {
    const put = await ring.clock.until(
      ring.store(`node-${i % 5}:1`).put(`key-${i}`, text(`value-${i}`)),
    );
    expect(put.created).toBe(true);
  }
  for (let i = 0; i < 50; i += 1) {
    const got = await ring.clock.until(ring.store(`node-${(i + 2) % 5}:1`).get(`key-${i}`));
    expect(got).toMatchObject({ found: true });
  }
  await ring.clock.until(ring.leave('node-2:1'));
  await ring.grow(names(3, 'more'), 'node-0:1');
  for (let i = 0; i < 50; i += 1) {
    const got = await ring.clock.until(ring.store(`node-${i % 2}:1`).get(`key-${i}`));
    expect(got).toMatchObject({ found: true });
  }
  await ring.untilSettled();
  expect(ring.faults).toEqual([]);
  const listed = await ring.clock.until(ring.store('node-0:1').list({ limit: 1000 }));
  expect(listed.keys.length).toBe(50);
});
