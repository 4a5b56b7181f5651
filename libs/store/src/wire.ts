// The bytes that clients of the ring and its members exchange, for programs that implement the protocol.
export { ByteKind } from './messages/byte-message';
export { GET, WRITE, type WriteBytes, type WrittenBytes } from './messages/operation-bytes';
export type { ClientAnswerer } from './messages/answerer-bytes';
export {
  clientGet,
  ClientKind,
  clientWrite,
  readNeighbours,
  readWritten,
  writeNeighbours,
  writeWritten,
} from './messages/client-messages';
export {
  FoundValue,
  readFound,
  readFoundWithin,
  writeFound,
  type GotFound,
} from './messages/found-bytes';
export {
  ASK_ALONE,
  AnswerPart,
  clientGetSeveral,
  isToBeAskedAlone,
  operationsIn,
  readPart,
  readRefused,
  readSeveral,
  writeRefused,
} from './messages/several-messages';
export { crc32 } from './record/crc32';
export { checkContentType, checkKey, checkNewKey, checkTtl } from './record/keys';
export { OwnerCache } from './client/owner-cache';
export { namedWriteId, namelessWriteId } from './record/write-id';
export type { Condition } from './record/conditions';
