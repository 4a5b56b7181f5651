// Names the nodes of the playground by number.
import type { Address } from '@chord-dht/chord';

export const addressOf = (number: number): Address => `n${number}:1`;

/** The number of a node; 0 for an address that is no node of the playground. */
export const numberOf = (address: Address): number => Number(/^n(\d+):1$/.exec(address)?.[1] ?? 0);
