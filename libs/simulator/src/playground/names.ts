// Names the nodes of the playground by number.
import type { Address } from '@chord-dht/chord';

export const addressOf = (number: number): Address => `n${number}:1`;

/** 0 for what is no node of the playground. */
export const numberOf = (address: Address): number => Number(/^n(\d+):1$/.exec(address)?.[1] ?? 0);
