// The command line that is equivalent to the form of a key.
import { apiPath } from '@chord-dht/api-client';
import { KEPT_LIFE } from '../data/chord-api';
import { type PutCondition, conditionHeaders } from '../data/put-condition';
import type { CurlCall } from '../text/curl';

/** In characters: longer texts are read from a file instead of the command line. */
const BODY_MAX = 200;

export interface KeyDeed {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly key: string;
  readonly text: string;
  readonly file: { readonly name: string; readonly type: string } | null;
  readonly condition: PutCondition;
  /** The content type of what is typed. */
  readonly type?: string | null;
}

export function keyCall({ method, key, text, file, condition, type }: KeyDeed): CurlCall {
  const path = '/api/v1/keys/{key}';
  if (method !== 'PUT') return { method, url: apiPath(path, { key }) };
  const url = apiPath(path, { key }, KEPT_LIFE);
  const headers = conditionHeaders(condition);
  if (file)
    return {
      method,
      url,
      contentType: file.type || 'application/octet-stream',
      headers,
      file: file.name,
    };
  const body = text.length > BODY_MAX ? { file: 'value.txt' } : { body: text };
  return { method, url, contentType: type ?? 'text/plain', headers, ...body };
}
