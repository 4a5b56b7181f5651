// The calls that change the ring or read one value.
import { HttpClient, HttpResponse } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import {
  type JoinReportDto,
  type KeyCountDto,
  type KeyListDto,
  type LeavePreviewDto,
  type LookupDto,
  type PutResultDto,
  apiPath,
} from '@chord-dht/api-client';
import { firstValueFrom } from 'rxjs';
import { type PutCondition, conditionHeaders } from './put-condition';

/** A stored value with its attributes. */
export interface StoredValue {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly version: string;
  readonly modifiedAt: string | null;
  readonly owner: string | null;
  /** The expiry (RFC 3339); null when the value does not expire. */
  readonly expiresAt: string | null;
}

/** The parameters of a listing. With a delimiter it shows one level of names. */
export interface Listing {
  readonly prefix: string;
  readonly delimiter: string | null;
  /** The cursor of the page; null for the first one. */
  readonly cursor: string | null;
}

const KEY = '/api/v1/keys/{key}';
export const KEPT_LIFE = { ttl: 'keep' } as const;

/** All calls reject with HttpErrorResponse; see problemOf(). */
@Injectable({ providedIn: 'root' })
export class ChordApi {
  private readonly http = inject(HttpClient);

  /** Stores a value; a replaced one keeps its expiry. */
  put(key: string, value: Blob, condition: PutCondition = 'always'): Promise<PutResultDto> {
    const headers = {
      'content-type': value.type || 'application/octet-stream',
      ...conditionHeaders(condition),
    };
    const url = apiPath(KEY, { key }, KEPT_LIFE);
    return firstValueFrom(this.http.put<PutResultDto>(url, value, { headers }));
  }

  /** The content type of the value, without its bytes; null when there is no value. */
  async typeOf(key: string): Promise<string | null> {
    // Asked by a lookup, because the browser would report a 404 for a new key as a failure.
    const path = apiPath('/api/v1/lookups/{key}', { key });
    const { found } = await firstValueFrom(this.http.get<LookupDto>(path));
    if (found === false) return null;
    try {
      const call = this.http.head(apiPath(KEY, { key }), { observe: 'response' });
      return (await firstValueFrom(call)).headers.get('content-type');
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  /** Returns a page of the keys of the whole ring, `limit` of them. */
  list(listing: Listing, limit: number): Promise<KeyListDto> {
    return firstValueFrom(this.http.get<KeyListDto>(listPath(listing, limit)));
  }

  /** Returns the number and size of the keys with a prefix. */
  count(prefix: string): Promise<KeyCountDto> {
    const path = apiPath('/api/v1/keys/count', {}, { prefix });
    return firstValueFrom(this.http.get<KeyCountDto>(path));
  }

  /** Runs at most 1,000 operations. @returns the result of each, in their order */
  async batch<Result>(operations: readonly object[]): Promise<Result[]> {
    const body = operations.map((operation) => `${JSON.stringify(operation)}\n`).join('');
    const headers = { 'content-type': 'application/x-ndjson' };
    const call = this.http.post(apiPath('/api/v1/batch'), body, { headers, responseType: 'text' });
    const lines = (await firstValueFrom(call)).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Result);
  }

  /** @returns null when there is no value */
  async get(key: string): Promise<StoredValue | null> {
    const call = this.http.get(apiPath(KEY, { key }), {
      observe: 'response',
      responseType: 'arraybuffer',
    });
    try {
      return valueOf(await firstValueFrom(call));
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  /** @returns false when there was no value to delete */
  async remove(key: string): Promise<boolean> {
    try {
      await firstValueFrom(this.http.delete(apiPath(KEY, { key }), { responseType: 'text' }));
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  }

  join(peers: readonly string[]): Promise<JoinReportDto> {
    return firstValueFrom(this.http.post<JoinReportDto>(apiPath('/api/v1/ring/join'), { peers }));
  }

  leavePreview(): Promise<LeavePreviewDto> {
    return firstValueFrom(this.http.get<LeavePreviewDto>(apiPath('/api/v1/ring/leave')));
  }

  leave(): Promise<unknown> {
    return firstValueFrom(this.http.post(apiPath('/api/v1/ring/leave'), null));
  }
}

export function listPath({ prefix, delimiter, cursor }: Listing, limit: number): string {
  const query = {
    prefix: prefix || undefined,
    delimiter: delimiter ?? undefined,
    limit,
    cursor: cursor ?? undefined,
  };
  return apiPath('/api/v1/keys', {}, query);
}

function valueOf({ body, headers }: HttpResponse<ArrayBuffer>): StoredValue {
  return {
    bytes: new Uint8Array(body ?? new ArrayBuffer(0)),
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    version: (headers.get('etag') ?? '').replace(/^(?:W\/)?"(.*)"$/, '$1'),
    modifiedAt: headers.get('last-modified'),
    owner: headers.get('x-chord-owner'),
    expiresAt: lifeOf(headers.get('x-chord-expires')),
  };
}

const lifeOf = (header: string | null): string | null => (header === 'never' ? null : header);

const statusOf = (error: unknown): number => (error as { status?: number }).status ?? 0;
