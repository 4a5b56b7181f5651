// What is measured is what it says: each piece does its work, and does it right.
import { compareVersions } from '@chord-dht/store';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytePieces, enginePieces, keyPieces, writeOf, type Piece } from './pieces';

const run = (pieces: readonly Piece[], name: string) =>
  pieces.find((piece) => piece.name === name)?.run();

describe.each([100, 10_240])('the pieces for values of %i bytes', (valueBytes) => {
  const pieces = bytePieces(valueBytes);

  it('compose, check and decode records', () => {
    const bytes = run(pieces, 'record: compose') as Uint8Array;
    expect(bytes.length).toBeGreaterThan(valueBytes);
    expect(run(pieces, 'record: check')).toBeGreaterThan(valueBytes);
    const { key, value, contentType } = writeOf(1, valueBytes);
    expect(run(pieces, 'record: decode')).toMatchObject({ key, value, contentType });
    expect(run(pieces, 'record: version as text')).toContain('01234567');
  });

  it('sum alike, natively and in JavaScript', () => {
    expect(run(pieces, 'checksum of the host')).toBe(run(pieces, 'checksum in JavaScript'));
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
    expect((run(engine, 'LMDB: read') as Uint8Array).length).toBeGreaterThan(valueBytes);
    const { key, keyId } = writeOf(1, 0);
    const before = store.get(keyId, key)!;
    for (let round = 0; round < 20; round += 1) await run(engine, 'LMDB: compose and append 64');
    expect(await run(engine, 'LMDB: compose and append one')).toBe(1);
    expect(compareVersions(store.get(keyId, key)!.version, before.version)).toBeGreaterThan(0);
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
