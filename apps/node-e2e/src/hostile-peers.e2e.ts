// A stranger that claims to be a member, or names one that is none, is refused, and nothing changes.
import { randomBytes } from 'node:crypto';
import { SECRET, useHostileNodes } from './hostile/hostile-nodes';
import { ADDRESSES, Strangers } from './hostile/joins';
import { frame, httpMessage, introduce, KIND, pack, PeerLine } from './hostile/peers';
import { sendRaw } from './hostile/raw';

const MIB = 1024 * 1024;
const nodes = useHostileNodes();

describe('asked to join', () => {
  const strangers = new Strangers();
  afterAll(() => strangers.close());
  /** 502 and 504 speak of the peer that was named. */
  const REFUSALS = [400, 403, 409, 422, 502, 504];

  it.each(ADDRESSES)('%j', async (address) => {
    const { status } = await nodes.muxed.ask('PUT', '/dht/join', { body: address });
    expect(REFUSALS).toContain(status);
    const notify = `/dht/notify?addr=${encodeURIComponent(address)}`;
    expect(REFUSALS).toContain((await nodes.muxed.ask('POST', notify)).status);
  });

  it('servers that are no members: none is followed elsewhere', async () => {
    const all = await strangers.start();
    for (const watched of [nodes.muxed, nodes.posted]) {
      const answers = await Promise.all(
        all.map(({ port }) => watched.ask('PUT', '/dht/join', { body: `localhost:${port}` })),
      );
      for (const [at, { status, text }] of answers.entries())
        expect([all[at]?.what, status, REFUSALS.includes(status), text]).toEqual([
          ...[all[at]?.what, status, true, text],
        ]);
    }
    for (const { what, connections } of all)
      expect([what, connections() > 0]).toEqual([what, true]);
    expect(strangers.trap.connections()).toBe(0);
  });
});

describe('a message by HTTP', () => {
  const message = (type = 'chord.ping', address = 'localhost:1') =>
    pack([type, null, 1_000, null, null, ...introduce({ address })]);
  const signed = (more = {}) => ({
    secret: SECRET,
    authority: nodes.posted.target.host,
    body: message(),
    ...more,
  });
  const statusOf = async (bytes: Buffer) => (await sendRaw(nodes.posted.target, bytes)).outcome;

  it('that was heard before is not heard again', async () => {
    const bytes = httpMessage(signed());
    expect(await statusOf(bytes)).toBe(200);
    expect(await statusOf(bytes)).toBe(401);
    expect(await statusOf(bytes)).toBe(401);
  });

  it.each<[string, () => Buffer, number[]]>([
    ['without a proof', () => httpMessage(signed(), { 'X-Chord-Proof': '' }), [401]],
    ['without a time', () => httpMessage(signed(), { 'X-Chord-Time': '' }), [401]],
    ['without a nonce', () => httpMessage(signed(), { 'X-Chord-Nonce': '' }), [401]],
    [
      'with a proof of zeros',
      () => httpMessage(signed(), { 'X-Chord-Proof': '0'.repeat(64) }),
      [401],
    ],
    ['with half a proof', () => httpMessage(signed(), { 'X-Chord-Proof': 'ab' }), [401]],
    ['of another secret', () => httpMessage(signed({ secret: `${SECRET}!` })), [401]],
    ['of no secret', () => httpMessage(signed({ secret: '' })), [401]],
    [
      'with the label of a reply',
      () => httpMessage(signed({ label: 'chord-http/1 reply' })),
      [401],
    ],
    [
      'for another member',
      () => httpMessage(signed({ authority: 'localhost:1' }), { Host: nodes.posted.target.host }),
      [401],
    ],
    ['at a foreign host', () => httpMessage(signed({ authority: 'evil.example' })), [401, 421]],
    ['of an hour ago', () => httpMessage(signed({ timeMs: Date.now() - 3_600_000 })), [401]],
    ['of tomorrow', () => httpMessage(signed({ timeMs: Date.now() + 86_400_000 })), [401]],
    [
      'of another time than it says',
      () => httpMessage(signed(), { 'X-Chord-Time': String(Date.now() - 5) }),
      [401],
    ],
    [
      'of another nonce than it says',
      () => httpMessage(signed(), { 'X-Chord-Nonce': '0'.repeat(32) }),
      [401],
    ],
    [
      'of another body than was signed',
      () => httpMessage(signed(), {}, message('store.put')),
      [401],
    ],
    ['from a page', () => httpMessage(signed(), { Origin: 'http://evil.example' }), [401, 403]],
    ['larger than a message', () => httpMessage(signed(), {}, Buffer.alloc(5 * MIB)), [413]],
    ['of no form', () => httpMessage(signed({ body: randomBytes(200) })), [200]],
    ['of nothing', () => httpMessage(signed({ body: Buffer.alloc(0) })), [200, 400]],
    [
      'of an extension of the codec',
      () => httpMessage(signed({ body: Buffer.from('c70301aabbcc', 'hex') })),
      [200],
    ],
    [
      'nested 100,000 times',
      () => httpMessage(signed({ body: Buffer.alloc(100_000, 0x91) })),
      [200],
    ],
    [
      'of a list that is not there',
      () => httpMessage(signed({ body: Buffer.from('ddffffffff', 'hex') })),
      [200],
    ],
    ['of a type that is none', () => httpMessage(signed({ body: message('no.such') })), [200]],
    [
      'of a type of every object',
      () => httpMessage(signed({ body: message('constructor') })),
      [200],
    ],
    [
      'of the type of a prototype',
      () => httpMessage(signed({ body: message('__proto__') })),
      [200],
    ],
    [
      'from a name that is none',
      () => httpMessage(signed({ body: message('chord.notify', 'evil') })),
      [200],
    ],
    [
      'from a link-local address',
      () => httpMessage(signed({ body: message('chord.notify', '169.254.169.254:80') })),
      [200],
    ],
  ])('%s', async (_what, bytes, may) => {
    const { outcome, text } = await sendRaw(nodes.posted.target, bytes());
    expect(may).toContain(outcome);
    // A member is told in the reply that it is wrong: `[false, code, sentence]`.
    if (outcome === 200) expect(text.slice(text.indexOf('\r\n\r\n') + 5)).toMatch(/^\xc2/);
  });
});

describe('a line between members', () => {
  const lines: PeerLine[] = [];
  afterEach(() => lines.splice(0).forEach((line) => line.close()));
  const self = introduce({ address: 'localhost:1' });
  const open = async () => {
    const line = await PeerLine.open(nodes.muxed.target);
    lines.push(line);
    return line;
  };
  const hello = (introduction: unknown = self, nonce: unknown = randomBytes(16)) =>
    frame(KIND.hello, pack([introduction, nonce]));

  it.each<[string, Buffer]>([
    ['bytes by chance', Buffer.from(Array(200).fill(0xa7))],
    ['a frame of no length', frame(KIND.hello, Buffer.alloc(0), { length: 0 })],
    ['a frame of 4 GiB', frame(KIND.hello, Buffer.alloc(0), { length: 0xffff_ffff })],
    ['a hello of 5,000 bytes', frame(KIND.hello, Buffer.alloc(5_000))],
    ['a hello that is no list', frame(KIND.hello, pack('hello'))],
    ['a hello of nobody', frame(KIND.hello, pack([[], randomBytes(16)]))],
    ['a hello without a nonce', hello(self, null)],
    ['a hello with a short nonce', hello(self, randomBytes(15))],
    ['a hello with a nonce of text', hello(self, 'x'.repeat(16))],
    ['a hello of nested lists', frame(KIND.hello, Buffer.alloc(3_000, 0x91))],
    ['a hello twice', Buffer.concat([hello(), hello()])],
    ['a proof before a hello', frame(KIND.proof, pack([randomBytes(32)]))],
    ['a proof of zeros', Buffer.concat([hello(), frame(KIND.proof, pack([Buffer.alloc(32)]))])],
    ['a proof of nothing', Buffer.concat([hello(), frame(KIND.proof, pack([]))])],
    ['a ready', frame(KIND.ready, pack([]))],
    ['a call without a hello', frame(KIND.call, pack(['chord.ping', null, 100, null]))],
    [
      'a call before the proof',
      Buffer.concat([hello(), frame(KIND.call, pack(['chord.ping', null, 100, null]))]),
    ],
    ['a kind that is none', frame(99, Buffer.alloc(10))],
    [
      'a slice of an empty frame and more',
      frame(13, Buffer.concat([frame(9, Buffer.alloc(0)), Buffer.alloc(9)])),
    ],
    ['a slice of a slice', frame(13, frame(13, frame(1, Buffer.alloc(4))))],
    ['a slice of a frame of 4 GiB', frame(13, frame(1, Buffer.alloc(4), { length: 0xffff_ffff }))],
    ['a slice of the hello and more', frame(13, Buffer.concat([hello(), Buffer.alloc(4)]))],
    ['a credit that nobody needs', frame(14, Buffer.alloc(0), { call: 0xffff_ffff })],
  ])('is cut: %s', async (_what, bytes) => {
    const line = await open();
    line.say(bytes);
    await line.ended();
    expect(line.kinds.filter((kind) => kind !== KIND.welcome && kind !== KIND.refused)).toEqual([]);
  });

  it('is cut when the words of another one are said again, or its own', async () => {
    const right = await open();
    expect(await right.greet(SECRET, self)).toBe(true);
    const again = await open();
    for (const bytes of right.said) again.say(bytes);
    await again.ended();
    expect(again.kinds).not.toContain(KIND.ready);
    // The proof of the one that is called, as that of the caller.
    const mirror = await open();
    mirror.say(hello());
    const [, , proof] = (await mirror.next(KIND.welcome)) as [unknown, unknown, Uint8Array];
    mirror.say(frame(KIND.proof, pack([proof])));
    await mirror.ended();
    expect(mirror.kinds).not.toContain(KIND.ready);
    expect(await (await open()).greet('another secret of more than 32 bytes', self)).toBe(false);
  });

  it('of a member that says nonsense answers it so, or is cut', async () => {
    const nonsense = [
      pack('nonsense'),
      pack([]),
      pack(['no.such', true, 100, null]),
      pack(['__proto__', true, 100, {}]),
      pack(['store.put', 'not an id', 100, { key: 1 }]),
      pack(['chord.notify', true, Number.NaN, self]),
      Buffer.from('c1', 'hex'),
      Buffer.from('dfffffffff', 'hex'),
    ];
    const line = await open();
    expect(await line.greet(SECRET, self)).toBe(true);
    for (const [call, payload] of nonsense.entries()) line.say(frame(KIND.call, payload, { call }));
    await nodes.lab.until(
      'a refusal of each',
      () => line.kinds.filter((kind) => kind === 8).length >= nonsense.length || line.kinds.join(),
    );
    for (let time = 0; time < 2_000; time += 1) line.say(frame(KIND.ping, Buffer.alloc(0)));
    await nodes.lab.until(
      'signs of life',
      () => line.kinds.filter((kind) => kind === 10).length >= 2_000 || 'not all',
    );
    line.say(frame(KIND.call, Buffer.alloc(0), { length: 5 * MIB }));
    await line.ended();
  });
});
