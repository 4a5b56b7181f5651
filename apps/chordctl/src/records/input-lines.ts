// Splits standard input into lines. `readline` does not do: from Node 24 on it also ends a line at U+2028 and U+2029,
// which a key may have and JSON leaves as they are.
import { usage } from '../base/exit-codes';

/** Well beyond a record with the largest value, so that a file of another kind does not fill the memory. */
const LINE_LETTERS_MAX = 16 * 1024 * 1024;

/** @throws Fault for a line that is too long to be one of an export */
export async function* linesOf(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const [first = '', ...others] = decoder.decode(piece, { stream: true }).split('\n');
    rest += first;
    for (const next of others) {
      yield rest;
      rest = next;
    }
    if (rest.length > LINE_LETTERS_MAX)
      throw usage(
        `The input has a line of more than ${LINE_LETTERS_MAX} letters; it is no export.`,
      );
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
