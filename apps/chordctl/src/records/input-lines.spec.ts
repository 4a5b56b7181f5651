import fc from 'fast-check';
import { linesOf } from './input-lines';

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(inPieces(Buffer.from(text), size))) lines.push(line);
  return lines;
}

it('ends a line at a line feed, and nowhere else, however the input is cut', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('\n')),
      ),
      fc.integer({ min: 1, max: 9 }),
      async (lines, size) => {
        const others = ['', ...lines, 'a\u2028b\u2029c\u0085d\re'];
        expect(await read(others.join('\n'), size)).toEqual(others);
        expect(await read(others.map((line) => `${line}\n`).join(''), size)).toEqual(others);
      },
    ),
  ));

it('leaves out a byte order mark', async () => {
  expect(await read('\ufeffa\nb', 1)).toEqual(['a', 'b']);
});

it('refuses a line that no export has', async () => {
  await expect(read('x'.repeat(17 * 1024 * 1024), 1024 * 1024)).rejects.toThrow(/it is no export/);
});
