// Knows the host that Node is.
import { type Host, takeTurns } from '@chord-dht/chord/testing';

export const testHost: Host = { takeTurns };
