// The bytes that clients of the ring and its members exchange, for programs that speak them.
export { ByteKind } from './messages/byte-message';
export { GET, WRITE, type WriteBytes, type WrittenBytes } from './messages/operation-bytes';
export {
  clientGet,
  ClientKind,
  clientWrite,
  FoundValue,
  readFound,
  readNeighbours,
  readWritten,
  writeFound,
  writeNeighbours,
  writeWritten,
  type ClientAnswerer,
  type GotFound,
} from './messages/client-messages';
export { crc32 } from './record/crc32';
export { checkKey } from './record/keys';
export { OwnerCache } from './client/owner-cache';
export { namedWriteId, namelessWriteId } from './record/write-id';
export type { Condition } from './record/conditions';
