// Whatever somebody sends who means harm: a clear refusal, no 5xx, no hang, no crash, nothing changed, memory flat.
import { randomBytes } from 'node:crypto';
import { measured } from './harness/measured';
import { BODIES, HEADERS, HOSTS, LINES } from './hostile/heads';
import { digestOf, TOKENS, useHostileNodes } from './hostile/hostile-nodes';
import { answerOf, listen, opened, QUICKLY, sendRaw, type Door, type RawRow } from './hostile/raw';
import { SIZES } from './hostile/sizes';
import { HALF_HELLOS, TLS_RECORDS } from './hostile/tls-records';
import { tokenRows } from './hostile/tokens';

const RAW: readonly RawRow[] = [...LINES, ...HOSTS, ...HEADERS, ...BODIES];
const MIB = 1024 * 1024;
const AT_ONCE = 16;
const nodes = useHostileNodes({ withTls: true });
const secured = () => nodes.secured!;

describe('on a raw connection', () => {
  it.each(RAW)('$what', async ({ bytes, may }) => {
    const { target } = nodes.muxed;
    const { outcome, text } = await sendRaw(target, bytes(target));
    if (!may.includes(outcome)) throw new Error(`${outcome} and not ${may.join(' or ')}: ${text}`);
    expect(text).not.toMatch(/\bat .+:\d+:\d+|node_modules/);
  });
});

describe('over TLS', () => {
  it('all of it has the same answers', async () => {
    const { target } = secured();
    const wrong = await sideBySide(RAW, async ({ what, bytes, may }) => {
      const { outcome, text } = await sendRaw(target, bytes(target));
      return may.includes(outcome)
        ? []
        : [`${what}: ${outcome} and not ${may.join(' or ')}: ${text}`];
    });
    expect(wrong.flat()).toEqual([]);
  });

  it.each(TLS_RECORDS)('$what in place of a connection is refused', async ({ bytes }) => {
    const { outcome, text } = await sendRaw({ port: secured().target.port }, bytes);
    expect([outcome, text.includes('HTTP/')]).toEqual(['closed', false]);
  });
});

describe('at a limit', () => {
  it.each(SIZES)('$what', async ({ method, path, question, may, key }) => {
    const { status } = await nodes.muxed.ask(method, path, question);
    expect(may).toContain(status);
    if (key !== undefined)
      await nodes.muxed.ask('DELETE', `/api/v1/keys/${encodeURIComponent(key)}`);
  });
});

describe('with a token that is not for this', () => {
  it.each(tokenRows(TOKENS, digestOf(TOKENS.admin), 'chord_session'))(
    '$what',
    async ({ bytes, may }) => {
      const { target } = nodes.muxed;
      const { outcome, text } = await sendRaw(target, bytes(target));
      expect(may).toContain(outcome);
      for (const secret of Object.values(TOKENS)) expect(text).not.toContain(`"${secret}"`);
    },
  );
});

/** A few at a time: each waits for its answer most of the time. */
async function sideBySide<Row, Result>(
  rows: readonly Row[],
  work: (row: Row) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE)
    results.push(...(await Promise.all(rows.slice(from, from + AT_ONCE).map(work))));
  return results;
}

/** What comes before the silence, and after it one byte after the other. */
const SLOW: readonly (readonly [what: string, text: (host: string) => string])[] = [
  ['nothing', () => ''],
  ['half a request line', () => 'GET /api'],
  ['half a head', (host) => `GET / HTTP/1.1\r\nHost: ${host}\r\nX-`],
  ['a head', (host) => `${putOf(host)}Content-Length: 900000\r\n\r\nx`],
  ['half a chunk', (host) => `${putOf(host)}Transfer-Encoding: chunked\r\n\r\nfffff\r\nx`],
];
const putOf = (host: string): string => `PUT /api/v1/keys/slow HTTP/1.1\r\nHost: ${host}\r\n`;

describe('a client that is slow', () => {
  it('is let go, wherever it stops, and however it goes on', async () => {
    const ends = [nodes.muxed.target, secured().target].flatMap((target) =>
      SLOW.flatMap(([what, text]) => {
        const bytes = text(target.host).replace('Host:', `${target.auth}Host:`);
        return [
          untilLetGo(target, what, bytes, ''),
          untilLetGo(target, `${what}, bit by bit`, bytes, 'x'),
        ];
      }),
    );
    const hellos = HALF_HELLOS.map(({ what, bytes }) =>
      untilLetGo({ port: secured().target.port }, what, bytes, ''),
    );
    for (const { what, outcome } of await Promise.all([...ends, ...hellos]))
      expect([what, [400, 401, 408, 'closed'].includes(outcome)]).toEqual([what, true]);
  });

  async function untilLetGo(door: Door, what: string, bytes: Buffer | string, drop: string) {
    const socket = await opened(door);
    const heard = listen(socket);
    socket.write(bytes);
    const timer = setInterval(() => socket.write(drop), 40);
    await nodes.lab
      .until(`the end of ${what}`, () => heard.isOver() || 'still open', QUICKLY)
      .finally(() => {
        clearInterval(timer);
        socket.destroy();
      });
    return { what, outcome: answerOf(heard.text).outcome };
  }

  it('and many that never read their answers cost little', async () => {
    const { target } = nodes.muxed;
    await nodes.muxed.ask('PUT', '/api/v1/keys/large', { body: randomBytes(MIB) });
    const before = await nodes.muxed.residentBytes();
    const sockets = await Promise.all(Array.from({ length: 20 }, () => opened(target)));
    const ask = `GET /api/v1/keys/large HTTP/1.1\r\nHost: ${target.host}\r\n${target.auth}\r\n`;
    for (const socket of sockets) socket.pause().write(ask.repeat(30));
    // A machine that is busy otherwise may be late at first; that is told, and passes.
    for (let time = 0; time < 20; time += 1)
      await nodes.lab.until('a small value beside them', async () => {
        const { text } = await nodes.muxed.ask('GET', '/api/v1/keys/kept');
        return text === 'kept' || (expect(text).toContain('OVERLOADED'), text);
      });
    const costBytes = (await nodes.muxed.residentBytes()) - before;
    measured('memory of 600 answers of 1 MiB that nobody reads', costBytes / MIB, 'MiB');
    expect(costBytes).toBeLessThan(256 * MIB);
    sockets.forEach((socket) => socket.destroy());
    await nodes.muxed.ask('DELETE', '/api/v1/keys/large');
  });
});

describe('all of it again and again', () => {
  it('leaves memory flat', async () => {
    const { target } = nodes.muxed;
    // Those that wait for a time limit would take hours.
    const rows = RAW.filter(({ bytes, may }) => bytes(target).length < 4_096 && !may.includes(408));
    const round = async (times: number) => {
      for (let time = 0; time < times; time += 1)
        await sideBySide(rows, ({ bytes }) => sendRaw(target, bytes(target)));
      return nodes.muxed.residentBytes();
    };
    const warm = await round(12);
    const growthBytes = (await round(12)) - warm;
    measured('memory after as much hostile input again', growthBytes / MIB, 'MiB');
    expect(growthBytes).toBeLessThan(48 * MIB);
  });
});
