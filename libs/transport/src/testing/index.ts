// Transports on real servers on loopback, and timers under a test's control. For Jest.
export { fakeOnly, turns } from './fake-timers';
export {
  freeAddress,
  killPeer,
  loopbackHarness,
  sendRaw,
  startPeer,
  stopPeer,
  UPGRADE,
  type LoopbackPeer,
  type PeerOptions,
} from './loopback-transports';
