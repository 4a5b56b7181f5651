// The routing layer: who owns an id and how to get there.
export { between, inRange, type Id } from './id/between';
export { BITS_MAX, BITS_MIN, IdSpace } from './id/id-space';
export { atEndOfTurn, type Cancel, type Clock } from './ports/clock';
export type { Hasher } from './ports/hasher';
export { joined, layAt, piecesOf, sizeOf, type Laid, type Pieces } from './ports/pieces';
export type { Random } from './ports/random';
export type {
  EnvelopeHandler,
  FrameDone,
  FrameHandler,
  FrameLane,
  FrameOptions,
  IncomingFrame,
  Transport,
} from './ports/transport';
export {
  PROTOCOL_VERSION,
  type Envelope,
  type ReplyEnvelope,
  type RingParameters,
} from './ports/envelope';
export type { BytesDone, CallOptions, Caller, MessageTable, Peers } from './messages/peers';
export type {
  BytesCall,
  BytesHandler,
  Dispatcher,
  FaultContext,
  Handler,
  MessageContext,
  OnFault,
} from './messages/dispatcher';
export type { Identity, PointerState, StepReply } from './messages/chord-messages';
export {
  CHORD_ERROR_CODES,
  ChordError,
  CodedError,
  codeOf,
  defectAt,
  isDefect,
  isSilence,
  unlessOwnDefect,
  type ChordErrorCode,
} from './base/errors';
export {
  Emitter,
  type Listener,
  type LookupEvent,
  type Membership,
  type RingEvent,
  type Via,
} from './base/events';
export { DEFAULT_PARAMETERS, type ChordParameters } from './base/parameters';
export {
  isArtificial,
  nodeRefOf,
  readNodeRef,
  sameNode,
  type Address,
  type NodeRef,
} from './id/node-ref';
export {
  hostOf,
  nextToLeave,
  onDistinctHosts,
  placeOf,
  positionAt,
  positionsOf,
} from './ring/positions';
export { SharedEndpoint } from './messages/shared-endpoint';
export type { FingerEntry } from './ring/finger-table';
export type { AdoptedPointers } from './ring/ring-state';
export type { LookupOptions } from './lookup/iterative-lookup';
export { hopCount, type Hop, type LookupResult } from './lookup/lookup-result';
export { isOneRing, type MemberReport, type MemberWalk } from './members/walk';
export type { JoinReport, PeerReport } from './merge/unite';
export { isGone } from './context/member-context';
export { ChordNode } from './chord-node';
export type { ChordNodeOptions } from './chord-node-options';
export { checkInvariants, INVARIANTS, type InvariantReport } from './invariants/check-invariants';
export { idealRing } from './invariants/ideal-ring';
export {
  pictureOf,
  type Invariant,
  type MemberPointers,
  type RingPicture,
  type Violation,
} from './invariants/members';
