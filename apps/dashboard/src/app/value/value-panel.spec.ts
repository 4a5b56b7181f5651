import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { ChordApi, type StoredValue } from '../data/chord-api';
import { KeyChanges } from '../data/live/key-changes';
import { ValuePanel } from './value-panel';

/** It starts a worker, which only a browser can. */
jest.mock('../data/live/connect-feed', () => ({ CONNECT_FEED: {} }));

function valueOf(words: string, version: string): StoredValue {
  const facts = { contentType: 'text/plain', modifiedAt: null, owner: null, expiresAt: null };
  return { ...facts, version, bytes: new TextEncoder().encode(words) };
}

describe('the panel of a key', () => {
  it('reports a missed change where something has been typed', async () => {
    let stored = valueOf('one', '1');
    let again = (): void => undefined;
    TestBed.configureTestingModule({
      providers: [
        provideZonelessChangeDetection(),
        provideRouter([]),
        { provide: ChordApi, useValue: { get: async () => stored } },
        {
          provide: KeyChanges,
          useValue: {
            follow: (_key: unknown, listener: { again: () => void }) => (again = listener.again),
          },
        },
      ],
    });
    const fixture = TestBed.createComponent(ValuePanel);
    fixture.componentRef.setInput('key', 'k');
    fixture.componentRef.setInput('eager', true);
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    const field = host.querySelector('textarea') as HTMLTextAreaElement;
    expect(field.value).toBe('one');
    field.value = 'typed';
    field.dispatchEvent(new Event('input'));
    stored = valueOf('two', '2');
    again();
    await fixture.whenStable();
    expect(host.querySelector('.foreign')?.textContent).toContain('Somebody has replaced this key');
    expect(field.value).toBe('typed');
  });
});
