import { CodedError, joined } from '@chord-dht/chord';
import fc from 'fast-check';
import {
  AnswerPart,
  clientGetSeveral,
  operationsIn,
  readPart,
  readRefused,
  readSeveral,
  SEVERAL_MAX,
  writeRefused,
} from './several-messages';

describe('several readings of a client', () => {
  it('are read as they were written, and counted before', () => {
    const keys = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(keys, (asked) => {
        const bytes = joined(clientGetSeveral(asked));
        expect(readSeveral(bytes)).toEqual(asked);
        expect(operationsIn(bytes)).toBe(asked.length);
      }),
    );
    expect(SEVERAL_MAX).toBeLessThan(2 ** 16);
    expect(operationsIn(Uint8Array.of(1, 9, 9))).toBe(1);
  });

  it('have answers in a part as they were added', () => {
    const answer = fc.tuple(fc.nat({ max: 65_535 }), fc.uint8Array({ minLength: 1 }));
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1 }), fc.nat({ max: 9 }), (answers, before) => {
        const part = new AnswerPart();
        for (const [place, bytes] of answers) part.add(place, bytes);
        expect(part.count).toBe(answers.length);
        const room = new Uint8Array(before + part.size);
        part.lay(room, before);
        const told: [number, Uint8Array][] = [];
        const whole = room.slice(before);
        readPart(whole, (place, start, end) => told.push([place, whole.slice(start, end)]));
        expect(told).toEqual(answers);
        for (let size = 1; size < whole.length; size += 1) {
          const cut = whole.subarray(0, size);
          const heard: number[] = [];
          const read = (): void => readPart(cut, (place) => heard.push(place));
          try {
            read();
          } catch (error) {
            expect(error).toMatchObject({ code: 'MALFORMED' });
          }
          expect(heard.length).toBeLessThan(answers.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are never answered with zero bytes', () => {
    const part = new AnswerPart();
    part.add(7, new Uint8Array(0));
    expect(() => readPart(joined(part), () => undefined)).toThrow(CodedError);
  });

  it('can be refused, each for a reason of its own', () => {
    const error = new CodedError('NOT_OWNER', 'Grüße', { next: { id: '1', address: 'a:1' } });
    const bytes = writeRefused(error);
    expect(readRefused(bytes, 0, bytes.length)).toEqual(error);
    expect(readRefused(Uint8Array.of(0), 0, 1)).toBeUndefined();
    for (const said of ['', '{', 'null', '{"code":1}', '{"code":"A"}']) {
      const bad = Buffer.concat([bytes.subarray(0, 1), Buffer.from(said)]);
      expect(() => readRefused(bad, 0, bad.length)).toThrow(/several readings/);
    }
  });
});
