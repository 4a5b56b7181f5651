// The paths of the API, and the texts that no path can carry.
import { pathOf } from '@chord-dht/api-client';
import { ClientError } from './client-error';

/**
 * URL parsers remove dot segments from a path, also when they are percent-encoded, and an empty segment addresses no
 * key.
 */
const NO_SEGMENTS: ReadonlySet<string> = new Set(['', '.', '..']);
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * As `pathOf`, but throws for a text that would reach the node as another one.
 * @throws ClientError `KEY_INVALID`
 */
export const checkedPath: typeof pathOf = (template, parameters = {}, query = {}) => {
  const segments = Object.values(parameters);
  if (segments.some((text) => NO_SEGMENTS.has(text)))
    throw invalid('The keys . and .., and an empty one, cannot be asked for over HTTP.');
  const texts = [...segments, ...Object.values(query)];
  if (texts.some((text) => typeof text === 'string' && LONE_SURROGATE.test(text)))
    throw invalid('A key, a prefix or a delimiter must be well-formed Unicode text.');
  return pathOf(template, parameters, query);
};

function invalid(sentence: string): ClientError {
  return new ClientError('KEY_INVALID', sentence, { outcome: 'not-applied' });
}
