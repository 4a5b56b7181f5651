// The bytes that a stranger sends to a TLS port before the handshake, one by one.

export interface TlsRow {
  readonly what: string;
  readonly bytes: Buffer | string;
}

const HANDSHAKE = 0x16;
const ALERT = 0x15;
const DATA = 0x17;

/** @param length that the record says it has; what follows may be less */
const record = (kind: number, version: number, length: number, body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([kind, version >> 8, version & 0xff, length >> 8, length & 0xff]),
    body,
  ]);

const whole = (kind: number, body: Buffer, version = 0x0301): Buffer =>
  record(kind, version, body.length, body);

/** A message of the handshake that says it is a client's hello of so many bytes. */
const hello = (bytes: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([1, bytes >> 16, (bytes >> 8) & 0xff, bytes & 0xff]), body]);

/** Each is refused at once. */
export const TLS_RECORDS: readonly TlsRow[] = [
  { what: 'a request in clear', bytes: 'GET /api/v1/node HTTP/1.1\r\nHost: localhost\r\n\r\n' },
  { what: 'bytes by chance', bytes: Buffer.alloc(64, 0x80) },
  { what: 'the hello of SSL 2', bytes: Buffer.from('802e0100020015000000100100800700c0', 'hex') },
  { what: 'a hello of nothing', bytes: whole(HANDSHAKE, hello(0, Buffer.alloc(0))) },
  { what: 'a hello of zeros', bytes: whole(HANDSHAKE, hello(200, Buffer.alloc(200))) },
  { what: 'a record of 65,535 bytes', bytes: record(HANDSHAKE, 0x0301, 65_535, Buffer.alloc(9)) },
  {
    what: 'a hello of 16 million bytes',
    bytes: whole(HANDSHAKE, hello(0xffffff, Buffer.alloc(99))),
  },
  { what: 'a record of version 9', bytes: whole(HANDSHAKE, hello(4, Buffer.alloc(4)), 0x0900) },
  { what: 'data before a hello', bytes: whole(DATA, Buffer.from('GET / HTTP/1.1')) },
  { what: 'a fatal alert', bytes: whole(ALERT, Buffer.from([2, 40])) },
  {
    what: 'the finish before the hello',
    bytes: whole(HANDSHAKE, Buffer.from([20, 0, 0, 4, 0, 0, 0, 0])),
  },
];

/** After each of them nothing comes any more. */
export const HALF_HELLOS: readonly TlsRow[] = [
  { what: 'nothing before a hello', bytes: '' },
  { what: 'half the head of a record', bytes: Buffer.from([HANDSHAKE, 3]) },
  { what: 'half a hello', bytes: record(HANDSHAKE, 0x0301, 200, hello(196, Buffer.alloc(40))) },
];
