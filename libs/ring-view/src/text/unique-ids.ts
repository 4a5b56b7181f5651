// Unique ids for parts of a page.
import { Injectable } from '@angular/core';

@Injectable({ providedIn: 'root' })
export class UniqueIds {
  private last = 0;

  next(prefix: string): string {
    this.last += 1;
    return `${prefix}-${this.last}`;
  }
}
