// Transports on real servers on loopback, and timers in the hand of a test. For Jest.
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
