// Knows how parts of a page get names that no other part has.
import { Injectable } from '@angular/core';

@Injectable({ providedIn: 'root' })
export class UniqueIds {
  private last = 0;

  next(prefix: string): string {
    this.last += 1;
    return `${prefix}-${this.last}`;
  }
}
