import { TestBed } from '@angular/core/testing';
import type { StoredValue } from '../data/chord-api';
import { ValueView } from './value-view';

function valueOf(bytes: Iterable<number>): StoredValue {
  const facts = { contentType: '', version: '1', modifiedAt: null, owner: null, expiresAt: null };
  return { ...facts, bytes: Uint8Array.from(bytes) };
}

const text = (words: string): StoredValue => valueOf(new TextEncoder().encode(words));

describe('a displayed value', () => {
  it('keeps the chosen display when it is read again', () => {
    const fixture = TestBed.createComponent(ValueView);
    const host = fixture.nativeElement as HTMLElement;
    const show = (value: StoredValue): string => {
      fixture.componentRef.setInput('value', value);
      fixture.detectChanges();
      return host.querySelector('pre')?.textContent ?? '';
    };
    expect(show(text('this'))).toContain('this');
    const [hex] = [...host.querySelectorAll('button')].filter((one) =>
      one.textContent?.includes('Hex'),
    );
    hex?.click();
    expect(show(text('this'))).toContain('74 68 69 73');
    expect(show(text('that'))).toContain('74 68 61 74');
  });

  it('is shown as text again when only its bytes could be shown before', () => {
    const fixture = TestBed.createComponent(ValueView);
    const host = fixture.nativeElement as HTMLElement;
    for (const value of [valueOf([0xff, 0xfe]), text('this')]) {
      fixture.componentRef.setInput('value', value);
      fixture.detectChanges();
    }
    expect(host.querySelector('pre')?.textContent).toBe('this');
  });
});
