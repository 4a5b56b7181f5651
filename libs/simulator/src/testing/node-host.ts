// The host of a simulation in Node.
import { type Host, takeTurns } from '@chord-dht/chord/testing';

export const testHost: Host = { takeTurns };
