// A member of a ring for Nest applications.
export { DbModule } from './db.module';
export { DhtModule } from './dht.module';
export { MemberError, StartError, type StartErrorCode } from './base/errors';
export type { Resolver } from './lifecycle/discovery';
export { Lifecycle } from './lifecycle/lifecycle';
export type { Position } from './lifecycle/position';
export { MemberHolder, type Member } from './member/member';
export { ServicePhase, type Phase, type ServedRequest } from './member/phase';
export {
  addressOf,
  DEFAULT_MEMBER_OPTIONS,
  memberOptionsOf,
  type MemberOptions,
  type MembershipOptions,
  type PlaceOptions,
} from './options/member-options';
export { MEMBER_RANGES, MEMBER_WORDS } from './options/check-options';
export {
  checkBind,
  checkDiscover,
  checkHost,
  checkHostName,
  checkMove,
  checkMoves,
  checkPeer,
} from './options/checks';
export { MEMBER_OPTIONS, type DhtExtras, type DhtOptions } from './options/module-options';
export type { MemberFaults, MemberLog } from './ports/member-log';
export {
  CLOCK,
  HASHER,
  MEMBER_FAULTS,
  MEMBER_LOG,
  RANDOM,
  RECORD_STORE_FACTORY,
  RESOLVER,
  TRANSPORT_FACTORY,
  type RecordStoreFactory,
  type TransportContext,
  type TransportFactory,
} from './ports/tokens';
export { recordStoresOf } from './records/open-records';
export { folderOf } from './records/position-folders';
export { DbService } from './services/db.service';
export { RingService } from './services/ring.service';
export { bindTransport } from './transport/bind-transport';
export { loggedRefusals } from './transport/refused-peers';
