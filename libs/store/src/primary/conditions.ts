// Knows If-Match and If-None-Match (RFC 9110, section 13.1) on versions.
import { StoreError } from '../errors';
import type { StoredRecord } from '../record/stored-record';
import { printVersion } from '../record/version';

/** `ifMatch`: replace only this version, `*` any. `ifNoneMatch`: create only. */
export type Condition = { readonly ifMatch: string } | { readonly ifNoneMatch: '*' };

const TAG_LENGTH_MAX = 256;

/** @throws StoreError `MALFORMED_CONDITION` */
export function checkCondition(condition: unknown): Condition | null {
  if (condition === undefined || condition === null) return null;
  if (typeof condition !== 'object') throw malformed();
  const { ifMatch, ifNoneMatch } = condition as { ifMatch?: unknown; ifNoneMatch?: unknown };
  if (ifMatch === undefined && ifNoneMatch === undefined) return null;
  if (ifMatch === undefined && ifNoneMatch === '*') return { ifNoneMatch };
  if (ifNoneMatch !== undefined || typeof ifMatch !== 'string') throw malformed();
  if (ifMatch === '' || ifMatch.length > TAG_LENGTH_MAX) throw malformed();
  return { ifMatch };
}

function malformed(): StoreError {
  return new StoreError(
    'MALFORMED_CONDITION',
    'A condition is either one version to match or that nothing is there.',
  );
}

/**
 * @param present what a client sees now, `undefined` for absent
 * @throws StoreError `PRECONDITION_FAILED`; its detail says what version is there
 */
export function requireCondition(
  condition: Condition | null,
  present: Pick<StoredRecord, 'version'> | undefined,
): void {
  if (!condition) return;
  const version = present ? printVersion(present.version) : null;
  const holds =
    'ifNoneMatch' in condition
      ? version === null
      : version !== null && (condition.ifMatch === '*' || condition.ifMatch === version);
  if (!holds) {
    const found = version === null ? 'There is no value.' : 'Another version is there.';
    throw new StoreError('PRECONDITION_FAILED', `The condition does not hold. ${found}`, {
      version,
    });
  }
}
