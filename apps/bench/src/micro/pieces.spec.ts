// What is measured is what it says: each piece does its work, and does it right.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytePieces, enginePieces, keyPieces, recordOf, type Piece } from './pieces';

const run = (pieces: readonly Piece[], name: string) =>
  pieces.find((piece) => piece.name === name)?.run();

describe.each([100, 10_240])('the pieces for values of %i bytes', (valueBytes) => {
  const pieces = bytePieces(valueBytes);

  it('encode and decode records', () => {
    const bytes = run(pieces, 'record: encode') as Uint8Array;
    expect(bytes.length).toBeGreaterThan(valueBytes);
    expect(run(pieces, 'record: decode')).toEqual(recordOf(1, valueBytes));
    expect(run(pieces, 'record: decode the head')).toMatchObject({
      key: 'micro-1',
      bytes: valueBytes,
    });
  });

  it('encode and decode messages and frames', () => {
    expect(run(pieces, 'message: decode')).toMatchObject({ type: 'store.put', key: 'micro-1' });
    const first = run(pieces, 'frame of bytes: decode') as number;
    expect(first).toBeGreaterThan(valueBytes);
    expect(run(pieces, 'frame of bytes: decode')).toBe(2 * first);
  });

  it('each give something', () => {
    for (const piece of pieces) expect(piece.run()).toBeDefined();
  });

  it('write to a real engine, and read what was written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-pieces-'));
    const { pieces: engine, store } = await enginePieces(folder, valueBytes);
    expect(store.figures()).toMatchObject({ keys: 1_000, bytes: 1_000 * valueBytes });
    expect(run(engine, 'LMDB: get')).toMatchObject({ contentType: 'application/octet-stream' });
    await run(engine, 'LMDB: put, one at a time');
    expect(await run(engine, 'LMDB: put, 64 at a time')).toHaveLength(64);
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('the pieces for keys', () => {
  it('hash', () => {
    const pieces = keyPieces();
    expect(run(pieces, 'key: SHA-1')).toHaveLength(20);
    expect(run(pieces, 'key: id')).toMatch(/^[0-9a-f]{40}$/);
  });
});
