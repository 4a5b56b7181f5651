import type { RefusedPeer } from '@chord-dht/transport';
import { loggedRefusals } from './refused-peers';

function open() {
  const lines: unknown[] = [];
  const time = { ms: 0 };
  const hear = loggedRefusals({ warn: (_event, fields) => lines.push(fields) }, () => time.ms);
  return { lines, time, hear };
}

const refusal = (why: string, address = 'localhost:1'): RefusedPeer => ({
  direction: 'out',
  address,
  why,
});

describe('the log of refused peers', () => {
  it('has each refusal once a minute, with the number of equal ones since', () => {
    const { lines, time, hear } = open();
    for (let at = 0; at < 5; at += 1) hear(refusal('wrong secret'));
    hear(refusal('expired'));
    hear(refusal('wrong secret', 'localhost:2'));
    expect(lines).toEqual([
      refusal('wrong secret'),
      refusal('expired'),
      refusal('wrong secret', 'localhost:2'),
    ]);
    time.ms = 60_000;
    hear(refusal('wrong secret'));
    expect(lines.slice(3)).toEqual([{ ...refusal('wrong secret'), repeated: 4 }]);
  });

  it('remembers a bounded number of them', () => {
    const { lines, hear } = open();
    for (let at = 0; at <= 256; at += 1) hear(refusal(`reason ${at}`));
    expect(lines).toHaveLength(257);
    hear(refusal('reason 256'));
    expect(lines).toHaveLength(257);
    hear(refusal('reason 0'));
    expect(lines).toHaveLength(258);
  });
});
