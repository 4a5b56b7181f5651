import { makeRecord } from '../testing/record-store-conformance';
import { KnownPlaces } from './known-places';
import { encodeRecord } from './record-codec';

/** Records the keys that are hashed. */
function placesOf() {
  const asked: string[] = [];
  const places = new KnownPlaces((key) => {
    asked.push(key);
    return key.length.toString(16).padStart(4, '0');
  });
  return { asked, places };
}

describe('places that are known', () => {
  it('are found again by the key and by a record of it, and are the same', () => {
    const { asked, places } = placesOf();
    const place = places.placeOf('a key');
    expect(place).toEqual({ keyId: '0005', key: 'a key' });
    expect(places.placeIn(encodeRecord(makeRecord('0005', 'a key')))).toBe(place);
    expect(places.placeOf(['a', 'key'].join(' '))).toBe(place);
    expect(asked).toEqual(['a key']);
  });

  it('are not kept of long keys, which would take a lot of memory', () => {
    const { asked, places } = placesOf();
    for (const key of ['k'.repeat(256), 'k'.repeat(257)])
      for (let time = 0; time < 2; time += 1) expect(places.placeOf(key).key).toBe(key);
    expect(asked.map((key) => key.length)).toEqual([256, 257, 257]);
  });

  it('are right for any text', () => {
    const { places } = placesOf();
    for (const key of ['ä', 'Ã¤', '\u{1f600}', 'a'.repeat(1_000), 'ä'])
      for (const found of [places.placeOf(key), places.placeIn(encodeRecord(makeRecord('0', key)))])
        expect(found).toEqual({ keyId: key.length.toString(16).padStart(4, '0'), key });
  });

  it('are nearly all known where keys are in use again and again', () => {
    const { asked, places } = placesOf();
    const keys = Array.from({ length: 10_000 }, (_, at) => `key-${at}`);
    // By then there is room for all of them.
    for (let time = 0; time < 8; time += 1) for (const key of keys) places.placeOf(key);
    const before = asked.length;
    for (const key of keys) places.placeOf(key);
    expect(asked.length - before).toBeLessThan(keys.length / 20);
  });

  it('are right however many there are, and mostly known of the latest', () => {
    const { asked, places } = placesOf();
    const keys = Array.from({ length: 300_000 }, (_, at) => `key-${at}`);
    expect(keys.filter((key) => places.placeOf(key).key !== key)).toEqual([]);
    const latest = keys.slice(-10_000);
    const before = asked.length;
    for (const key of latest) places.placeOf(key);
    expect(asked.length - before).toBeLessThan(latest.length / 4);
  });
});
