// The position of each field in an encoded record (format 2). Numbers are big-endian, so that the bytes of a version
// compare as versions do. The first 16 bytes mean the same in every format.

export const FORMAT = 2;

export const HEAD_CHECKSUM_AT = 0;
/** The checksum of the head covers everything from here to the end of the head. */
export const GUARDED_FROM = 4;
export const VALUE_CHECKSUM_AT = 4;
export const FORMAT_AT = 8;
export const FLAGS_AT = 9;
export const HEAD_SIZE_AT = 10;
export const VALUE_SIZE_AT = 12;
/** The size of the part that all formats have in common. */
export const PREFIX_SIZE = 16;

export const VERSION_AT = 16;
/** Time (8), counter (4), node (20, padded on the left), boot (4). */
export const VERSION_SIZE = 36;
export const COUNTER_IN_VERSION = 8;
export const NODE_IN_VERSION = 12;
export const NODE_SIZE = 20;
export const BOOT_IN_VERSION = 32;

export const MODIFIED_AT = 52;
/** Zero when the record has no expiry. */
export const EXPIRES_AT = 60;
/** The number of hexadecimal digits of the node's id. */
export const NODE_DIGITS_AT = 68;
export const WRITES_COUNT_AT = 69;
export const KEY_SIZE_AT = 70;
export const TYPE_SIZE_AT = 72;
/** The writes, oldest first; behind them the key, the content type, the value. */
export const WRITES_AT = 73;

/** The size of a write: id (8), created and digits of the node (1), version (36). */
export const WRITE_SIZE = 45;
export const DETAIL_IN_WRITE = 8;
export const VERSION_IN_WRITE = 9;
export const CREATED = 0x80;
export const DIGITS_MASK = 0x3f;

export const DELETED = 1;
export const EXPIRES = 2;
/** The bits that name the record's checksum; CRC-32 of zlib is the only one of this format. */
export const CHECKSUM_MASK = 0x0c;
export const CHECKSUM_CRC32 = 0x04;
export const FLAGS_KNOWN = DELETED | EXPIRES | CHECKSUM_MASK;
