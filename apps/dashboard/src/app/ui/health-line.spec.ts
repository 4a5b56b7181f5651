import { TestBed } from '@angular/core/testing';
import type { RingDto } from '@chord-dht/api-client';
import { HealthLine } from './health-line';

async function partialOf(fields: Partial<RingDto>, sentence: string): Promise<string | undefined> {
  const fixture = TestBed.createComponent(HealthLine);
  const health = { state: 'degraded', sentence, nextStep: null };
  const ring = { unserved: [], answered: 2, total: 3, ...fields, health };
  fixture.componentRef.setInput('ring', ring as unknown as RingDto);
  await fixture.whenStable();
  const host = fixture.nativeElement as HTMLElement;
  return host.querySelector('.partial')?.textContent?.trim();
}

it('reports a partial picture unless the sentence does', async () => {
  const partial = { complete: false };
  const untold = await partialOf(partial, 'Ring broken.');
  expect(untold).toBe('2 of 3 nodes answered: the picture is partial.');
  expect(await partialOf(partial, 'Ring degraded: 2 of 3 nodes answered.')).toBeUndefined();
  expect(await partialOf({ complete: true }, 'Ring broken.')).toBeUndefined();
});
