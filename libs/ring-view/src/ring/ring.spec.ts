import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { RingMember } from '../model/model';
import { ringOf } from '../testing/fixtures';
import { RingComponent } from './ring';

const MEMBERS = ringOf([132, 458, 520, 673], { 520: 'leaving' });

interface Shown {
  readonly fixture: ComponentFixture<RingComponent>;
  readonly svg: SVGElement;
  readonly chosen: (string | null)[];
  readonly asked: string[];
  press(...keys: string[]): Promise<void>;
}

async function show(
  members: readonly RingMember[] = MEMBERS,
  inputs: Record<string, unknown> = {},
): Promise<Shown> {
  const fixture = TestBed.createComponent(RingComponent);
  const chosen: (string | null)[] = [];
  const asked: string[] = [];
  fixture.componentRef.setInput('members', members);
  fixture.componentRef.setInput('bits', 10);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  fixture.componentInstance.selectedChange.subscribe((address) => chosen.push(address));
  fixture.componentInstance.searchAsked.subscribe(() => asked.push('search'));
  fixture.componentInstance.helpAsked.subscribe(() => asked.push('help'));
  await fixture.whenStable();
  const svg = (fixture.nativeElement as HTMLElement).querySelector('svg.ring') as SVGElement;
  svg.dispatchEvent(new FocusEvent('focus'));
  await fixture.whenStable();
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys)
      svg.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await fixture.whenStable();
  };
  return { fixture, svg, chosen, asked, press };
}

const active = ({ svg }: Shown): string | null | undefined =>
  svg.querySelector(`#${svg.getAttribute('aria-activedescendant')}`)?.getAttribute('data-address');

describe('the ring', () => {
  it('looks like this', async () => {
    const { svg } = await show(MEMBERS, {
      selected: 'localhost:5458',
      key: { key: 'idjada', printedId: '891', position: 0.87 },
      keyOwner: 'localhost:5132',
    });
    expect(svg).toMatchSnapshot();
  });

  it('alone looks like this', async () => {
    const { svg } = await show(ringOf([467]));
    expect(svg).toMatchSnapshot();
  });

  it('is one tab stop with an option for every member', async () => {
    const { svg } = await show();
    expect(svg.getAttribute('tabindex')).toBe('0');
    expect(svg.querySelectorAll('[tabindex]')).toHaveLength(0);
    const names = [...svg.querySelectorAll('[role=option]')].map((node) =>
      node.getAttribute('aria-label'),
    );
    expect(names).toHaveLength(4);
    expect(names[2]).toBe('localhost:5520, id 520, leaving, owns 6.1 %, 3 keys');
  });

  it('is walked clockwise by arrows, and Enter selects', async () => {
    const shown = await show();
    expect(active(shown)).toBe('localhost:5132');
    await shown.press('ArrowRight', 'ArrowRight');
    expect(active(shown)).toBe('localhost:5520');
    await shown.press('ArrowLeft', 'Enter');
    expect(shown.chosen).toEqual(['localhost:5458']);
    await shown.press('End');
    expect(active(shown)).toBe('localhost:5673');
  });

  it('deselects the member by Enter, by Escape and by a click beside the nodes', async () => {
    const shown = await show(MEMBERS, { selected: 'localhost:5458' });
    await shown.press('Enter', 'Escape');
    shown.svg.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(shown.chosen).toEqual([null, null, null]);
  });

  it('draws silent members and the selected one above their neighbours, in one order for readers', async () => {
    const silent = MEMBERS.map((member, at) =>
      at === 0 ? { ...member, state: 'unreachable' as const } : member,
    );
    const { svg, chosen } = await show(silent, { selected: 'localhost:5458' });
    const raised = [...svg.querySelectorAll('use')];
    expect(raised.map((use) => use.getAttribute('data-address'))).toEqual([
      'localhost:5132',
      'localhost:5458',
    ]);
    for (const use of raised) {
      const drawn = svg.querySelector(use.getAttribute('href') ?? 'none');
      expect(drawn?.getAttribute('data-address')).toBe(use.getAttribute('data-address'));
    }
    raised[0]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(chosen).toEqual(['localhost:5132']);
    expect(svg.querySelectorAll('[role=option]')).toHaveLength(4);
  });

  it('selects the member under the pointer', async () => {
    const shown = await show();
    shown.svg
      .querySelector('[data-address="localhost:5673"] .mark')
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(shown.chosen).toEqual(['localhost:5673']);
  });

  it('shows what was chosen at once, and what its host makes of it afterwards', async () => {
    const shown = await show();
    const mark = shown.svg.querySelector('[data-address="localhost:5673"] .mark');
    const marked = (): string[] =>
      [...shown.svg.querySelectorAll('[aria-selected=true]')].map(
        (node) => node.getAttribute('data-address') ?? '',
      );
    mark?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await shown.fixture.whenStable();
    expect(marked()).toEqual(['localhost:5673']);
    mark?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await shown.fixture.whenStable();
    expect([marked(), shown.chosen]).toEqual([[], ['localhost:5673', null]]);
    shown.fixture.componentRef.setInput('selected', 'localhost:5458');
    await shown.fixture.whenStable();
    expect(marked()).toEqual(['localhost:5458']);
  });

  it('hides and shows fingers by f, asks for search by / and for help by ?', async () => {
    const shown = await show(MEMBERS, { selected: 'localhost:5458' });
    const fingers = (): number => shown.svg.querySelectorAll('.finger').length;
    expect(fingers()).toBe(2);
    await shown.press('f');
    expect(fingers()).toBe(0);
    await shown.press('f', '/', '?');
    expect(fingers()).toBe(2);
    expect(shown.asked).toEqual(['search', 'help']);
  });

  it('leaves other keys and those with a modifier to the browser', async () => {
    const { svg, asked } = await show();
    for (const init of [{ key: 'Tab' }, { key: '/', ctrlKey: true }]) {
      const event = new KeyboardEvent('keydown', { ...init, cancelable: true });
      svg.dispatchEvent(event);
      expect(event.defaultPrevented).toBe(false);
    }
    expect(asked).toEqual([]);
  });

  it('describes the node under the pointer below the picture', async () => {
    const { fixture, svg } = await show();
    svg
      .querySelector('[data-address="localhost:5673"]')
      ?.dispatchEvent(new Event('pointermove', { bubbles: true }));
    await fixture.whenStable();
    const words = (fixture.nativeElement as HTMLElement).querySelector('.readout')?.textContent;
    expect(words).toContain(
      'localhost:5673 id 673 · member · owns 15 % · 3 keys (400 B) · read just now',
    );
  });

  it('turns grey when its data is old', async () => {
    const { fixture } = await show(MEMBERS, { stale: true });
    expect((fixture.nativeElement as HTMLElement).querySelector('.frame.stale')).not.toBeNull();
  });

  it('writes hostile names as text', async () => {
    const { svg } = await show(MEMBERS, {
      key: { key: '<img src=x onerror=alert(1)>', printedId: '1', position: 0.1 },
    });
    expect(svg.querySelector('img')).toBeNull();
    expect(svg.textContent).toContain('<img');
  });
});
