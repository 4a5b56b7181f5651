// Emits the width of an element to its template.
import { DestroyRef, Directive, ElementRef, inject, output } from '@angular/core';
import { SizeWatch } from './size-watch';

@Directive({ selector: '[chordSize]' })
export class SizeDirective {
  /** Whole pixels. */
  readonly widthChange = output<number>();

  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    const end = inject(SizeWatch).watch(nativeElement, (width) =>
      this.widthChange.emit(Math.floor(width)),
    );
    inject(DestroyRef).onDestroy(end);
  }
}
