// Knows the host that Node is.
import { takeTurns } from '@chord-dht/chord/testing';
import type { Host } from '../ports/host';

export const testHost: Host = { takeTurns };
