import { WritesUnderWay } from './writes-under-way';

const EVERYTHING = { fromId: '0', toId: '0' };
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await undefined;
};

describe('the writes under way', () => {
  it('keep a seal waiting from their arrival on, also while they wait for earlier ones', async () => {
    const underWay = new WritesUnderWay();
    const first = underWay.begin(['4']);
    const second = underWay.begin(['4', '5']);
    let quiet = false;
    void underWay.quiet(EVERYTHING).then(() => (quiet = true));
    first.end();
    await turns();
    expect(quiet).toBe(false);
    second.end();
    await turns();
    expect(quiet).toBe(true);
  });

  it('wait for the earlier ones of their keys, and for no others', async () => {
    const underWay = new WritesUnderWay();
    const first = underWay.begin(['4']);
    expect(first.earlier).toBeUndefined();
    expect(underWay.begin(['5']).earlier).toBeUndefined();
    const second = underWay.begin(['3', '4']);
    let isTurn = false;
    void second.earlier?.then(() => (isTurn = true));
    await turns();
    expect(isTurn).toBe(false);
    first.end();
    await turns();
    expect(isTurn).toBe(true);
  });

  it('do not keep a seal of another arc waiting', async () => {
    const underWay = new WritesUnderWay();
    underWay.begin(['9']);
    await underWay.quiet({ fromId: '2', toId: '6' });
  });
});
