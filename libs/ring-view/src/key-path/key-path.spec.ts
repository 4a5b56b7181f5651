import { TestBed } from '@angular/core/testing';
import type { KeyPath } from '../model/model';
import { hop, pathOf, ringOf } from '../testing/fixtures';
import { KeyPathComponent } from './key-path';

const MEMBERS = ringOf([132, 458, 520, 673]);
const PATH = pathOf(510, 673, 520, [
  hop(1, 673, 132),
  hop(2, 132, 520, true),
  hop(3, 132, 458),
  hop(4, 458, 520),
]);

async function show(path: KeyPath, step: number | null = null, reduced = false) {
  globalThis.matchMedia = ((query: string) => ({
    matches: reduced,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  })) as never;
  const fixture = TestBed.createComponent(KeyPathComponent);
  const steps: (number | null)[] = [];
  fixture.componentRef.setInput('path', path);
  fixture.componentRef.setInput('members', MEMBERS);
  fixture.componentRef.setInput('step', step);
  fixture.componentInstance.stepChange.subscribe((next) => steps.push(next));
  await fixture.whenStable();
  const host = fixture.nativeElement as HTMLElement;
  const all = (selector: string): Element[] => [...host.querySelectorAll(selector)];
  const press = async (name: string): Promise<void> => {
    host.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)?.click();
    await fixture.whenStable();
  };
  const caption = (): string => host.querySelector('.caption')?.textContent ?? '';
  return { host, all, press, caption, steps };
}

describe('the path of a key', () => {
  it('looks like this', async () => {
    const { host } = await show(PATH);
    expect(host.querySelector('svg')).toMatchSnapshot();
  });

  it('is shown whole at first: all hops numbered, failed ones dashed', async () => {
    const { all, caption } = await show(PATH);
    expect(all('.badge').map(({ textContent }) => textContent)).toEqual(['1', '2', '3', '4']);
    expect(all('.hop.failed')).toHaveLength(1);
    expect(caption()).toBe(
      '4 hops from localhost:5673 to the owner localhost:5520, 1 of them without an answer.',
    );
  });

  it('is followed step by step', async () => {
    const { all, press, caption, steps } = await show(PATH, 1);
    expect(all('.hop.done')).toHaveLength(1);
    expect(caption()).toContain('Hop 1: localhost:5673 to localhost:5132');
    await press('One hop on');
    expect(caption()).toContain('failed (TIMEOUT)');
    await press('To the start');
    expect(caption()).toContain('Start: localhost:5673');
    expect(steps).toEqual([2, 0]);
  });

  it('keeps a step of the address within the path', async () => {
    const { all } = await show(PATH, 99);
    expect(all('.hop.done')).toHaveLength(4);
  });

  it('does not move for people who do not want movement', async () => {
    expect((await show(PATH, null, true)).all('button[aria-label="Play"]')).toHaveLength(0);
  });

  it('offers to play otherwise', async () => {
    expect((await show(PATH)).all('button[aria-label="Play"]')).toHaveLength(1);
  });

  it('reports that the start owns the key', async () => {
    const { host, all } = await show(pathOf(500, 520, 520));
    expect(host.textContent).toContain('localhost:5520 owns this key itself: no hop is needed.');
    expect(all('.transport')).toHaveLength(0);
  });
});
