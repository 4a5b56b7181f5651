// Records as the encoder of the first format wrote them, kept so that such a disk can always be read.
import type { StoredRecord } from '../record/stored-record';

export interface Format1Record {
  /** Without its place on the ring, which the bytes do not hold. */
  readonly record: Omit<StoredRecord, 'keyId'>;
  readonly bytes: Uint8Array;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

export const FORMAT_1_RECORDS: readonly Format1Record[] = [
  {
    record: {
      key: 'keyval',
      contentType: 'text/plain',
      version: {
        timeMs: 1760000000123,
        counter: 7,
        node: '3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f',
        boot: '0003beef',
      },
      expiresAtMs: null,
      deleted: false,
      modifiedAtMs: 1760000000120,
      writes: [
        {
          id: '0123456789abcdef',
          version: {
            timeMs: 1759999999000,
            counter: 0,
            node: '00a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1',
            boot: '0001cafe',
          },
          created: true,
        },
        {
          id: 'fedcba9876543210',
          version: {
            timeMs: 1760000000123,
            counter: 7,
            node: '3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f',
            boot: '0003beef',
          },
          created: false,
        },
      ],
      value: bytesOf('dGhpcyBpcyB0aGUgZGF0YQ=='),
    },
    bytes: bytesOf(
      'bjl2ConwpHsBAAETAAAAEAAGa2V5dmFsAAp0ZXh0L3BsYWluQnmcgswHgABCeZyCzAewAAAAAAcAKDNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YACDAwMDNiZWVmAgAQMDEyMzQ1Njc4OWFiY2RlZgFCeZyCy8GAAAAAAAAAKDAwYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTEACDAwMDFjYWZlABBmZWRjYmE5ODc2NTQzMjEwAEJ5nILMB7AAAAAABwAoM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZgAIMDAwM2JlZWZ0aGlzIGlzIHRoZSBkYXRh',
    ),
  },
  {
    record: {
      key: 'ü/😀 with life',
      contentType: 'application/octet-stream',
      version: {
        timeMs: 1760000001000,
        counter: 4294967295,
        node: '00a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1',
        boot: 'ffffffff',
      },
      expiresAtMs: 1900000000000,
      deleted: false,
      modifiedAtMs: 1760000001000,
      writes: [
        {
          id: '00000000000000ff',
          version: {
            timeMs: 1760000001000,
            counter: 4294967295,
            node: '00a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1',
            boot: 'ffffffff',
          },
          created: true,
        },
      ],
      value: bytesOf(
        'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/w==',
      ),
    },
    bytes: bytesOf(
      'X2uwHJxEGEsBAgDhAAABAAARw7wv8J+YgCB3aXRoIGxpZmUAGGFwcGxpY2F0aW9uL29jdGV0LXN0cmVhbUJ5nILMPoAAQnumDTOAAABCeZyCzD6AAP////8AKDAwYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTEACGZmZmZmZmZmAQAQMDAwMDAwMDAwMDAwMDBmZgFCeZyCzD6AAP////8AKDAwYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTFhMWExYTEACGZmZmZmZmZmAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/w==',
    ),
  },
  {
    record: {
      key: 'gone',
      contentType: '',
      version: {
        timeMs: 1760000002000,
        counter: 1,
        node: '3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f',
        boot: '00040001',
      },
      expiresAtMs: null,
      deleted: true,
      modifiedAtMs: 1760000002000,
      writes: [
        {
          id: 'aaaaaaaaaaaaaaaa',
          version: {
            timeMs: 1760000002000,
            counter: 1,
            node: '3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f',
            boot: '00040001',
          },
          created: false,
        },
      ],
      value: bytesOf(''),
    },
    bytes: bytesOf(
      '9g10MQAAAAABAQC0AAAAAAAEZ29uZQAAQnmcgsx9AABCeZyCzH0AAAAAAAEAKDNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YACDAwMDQwMDAxAQAQYWFhYWFhYWFhYWFhYWFhYQBCeZyCzH0AAAAAAAEAKDNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YzZjNmM2YACDAwMDQwMDAx',
    ),
  },
  {
    record: {
      key: 'small ring',
      contentType: 'text/plain',
      version: { timeMs: 1760000003000, counter: 2, node: '2a1', boot: '00010002' },
      expiresAtMs: null,
      deleted: false,
      modifiedAtMs: 1760000003000,
      writes: [],
      value: bytesOf('dg=='),
    },
    bytes: bytesOf(
      '7TJ6uQVE4LQBAABMAAAAAQAKc21hbGwgcmluZwAKdGV4dC9wbGFpbkJ5nILMu4AAQnmcgsy7gAAAAAACAAMyYTEACDAwMDEwMDAyAHY=',
    ),
  },
];
