import { TestBed } from '@angular/core/testing';
import { ringOf } from '../testing/fixtures';
import { RingTableComponent } from './ring-table';

describe('the table of the ring', () => {
  it('has a row for every member, with a dash for what is not known', async () => {
    const fixture = TestBed.createComponent(RingTableComponent);
    fixture.componentRef.setInput('members', ringOf([132, 458], { 458: 'unreachable' }));
    await fixture.whenStable();
    const rows = [...(fixture.nativeElement as HTMLElement).querySelectorAll('tbody tr')].map(
      (row) => [...row.children].map(({ textContent }) => textContent?.trim().replace(/\s+/g, ' ')),
    );
    expect(rows).toEqual([
      [
        'localhost:5132 this node',
        '132',
        'member',
        '68 %',
        '3',
        '400 B',
        '9',
        '1.2 kB',
        'localhost:5458',
        'localhost:5458',
      ],
      ['localhost:5458', '458', 'does not answer', '–', '–', '–', '–', '–', '–', '–'],
    ]);
  });

  it('sums up what is owned, and what is in all copies, apart', async () => {
    const fixture = TestBed.createComponent(RingTableComponent);
    fixture.componentRef.setInput('members', ringOf([132, 458, 900], { 458: 'unreachable' }));
    await fixture.whenStable();
    const cells = [...(fixture.nativeElement as HTMLElement).querySelectorAll('tfoot tr > *')];
    expect(cells.map(({ textContent }) => textContent?.trim())).toEqual([
      'The whole ring',
      '',
      '2 answers',
      expect.any(String),
      '6',
      '800 B',
      '18',
      '2.4 kB',
      '',
      '',
    ]);
  });

  it('selects, and deselects', async () => {
    const fixture = TestBed.createComponent(RingTableComponent);
    const chosen: (string | null)[] = [];
    fixture.componentRef.setInput('members', ringOf([132, 458]));
    fixture.componentRef.setInput('selected', 'localhost:5458');
    fixture.componentInstance.selectedChange.subscribe((address) => chosen.push(address));
    await fixture.whenStable();
    (fixture.nativeElement as HTMLElement)
      .querySelectorAll('button')
      .forEach((button) => button.click());
    expect(chosen).toEqual(['localhost:5132', null]);
  });
});
