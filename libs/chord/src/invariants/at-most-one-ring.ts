import { cycles, type Invariant } from './members';

/** All members that reach themselves reach each other (Zave, TSE 2017, section 4). */
export const atMostOneRing: Invariant = (picture) => {
  const [largest, ...others] = cycles(picture).sort((a, b) => b.length - a.length);
  if (!largest || others.length === 0) return undefined;
  return {
    detail: `There are ${others.length + 1} separate rings.`,
    nodes: others.flat().map((member) => member.id),
  };
};
