// The route of a key: everything after /db/view/ is the key, slashes included.
import { UrlSegment, type ResolveFn, type UrlMatcher } from '@angular/router';
import { cut, visible } from '@chord-dht/ring-view';

/** Matches /db/view/<key>. A key's own slashes are encoded as %2F; bare ones are part of the key too. */
export const keyMatcher: UrlMatcher = (segments) => {
  const [first, second, ...rest] = segments;
  if (first?.path !== 'db' || second?.path !== 'view' || rest.length === 0) return null;
  const key = rest.map(({ path }) => path).join('/');
  return { consumed: segments, posParams: { key: new UrlSegment(key, {}) } };
};

export const keyTitle: ResolveFn<string> = ({ paramMap }) =>
  `Path of ${cut(visible(paramMap.get('key') ?? ''), 40)}`;
