import { IdSpace } from '@chord-dht/chord';
import type { PutResult } from '@chord-dht/store';
import { PutAnswers } from './put-answers';

const written: PutResult = {
  ...{ version: '1.0.a.b', created: true, expiresAtMs: null, replayed: false, hops: 2 },
  owner: { id: '0a', address: 'localhost:5000' },
};

describe('the answer to a PUT', () => {
  it.each<[string, Partial<PutResult>]>([
    ['plain', {}],
    ['with "quotes" \\ and ä\u2028\n', { created: false }],
    ['ends', { expiresAtMs: Date.UTC(2030, 0) }],
    ['forgotten', { expiresAtMs: undefined, hops: 0 }],
  ])('is the same as an object and as text: %j', (key, its) => {
    const answers = new PutAnswers(() => new IdSpace(8));
    const result = { ...written, ...its };
    for (let time = 0; time < 2; time += 1)
      expect(answers.json(key, result)).toBe(JSON.stringify(answers.dto(key, result)));
    expect(JSON.parse(answers.json(key, result))).toMatchObject({
      ...{ key, owner: { id: '0a', printedId: '10', position: 10 / 256 } },
    });
  });

  it('names each owner by its own address, however many there are', () => {
    const answers = new PutAnswers(() => new IdSpace(16));
    for (let time = 0; time < 2; time += 1)
      for (let number = 0; number < 1_100; number += 1) {
        const owner = { id: number.toString(16).padStart(4, '0'), address: `host:${number}` };
        expect(answers.dto('k', { ...written, owner }).owner).toMatchObject(owner);
      }
    const moved = { id: '0001', address: 'other:1' };
    expect(answers.dto('k', { ...written, owner: moved }).owner.address).toBe('other:1');
  });
});
