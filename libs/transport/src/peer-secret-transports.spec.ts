// Both transports with a peer secret: messages are signed, and everything else is as without.
import { describeTransport } from '@chord-dht/chord/testing/transport-conformance';
import { loopbackHarness } from './testing/loopback-transports';

const secret = 'a secret that all members of this ring share';

describeTransport('mux with a peer secret', loopbackHarness('mux', 64, { secret }));
describeTransport('http with a peer secret', loopbackHarness('http', 64, { secret }, 1_000));
