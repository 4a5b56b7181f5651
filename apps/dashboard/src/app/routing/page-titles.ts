// The title of the browser's tab: the page, and the node that serves it.
import { DOCUMENT, Injectable, inject } from '@angular/core';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';

@Injectable({ providedIn: 'root' })
export class PageTitles extends TitleStrategy {
  private readonly document = inject(DOCUMENT);

  override updateTitle(state: RouterStateSnapshot): void {
    this.document.title = `${this.buildTitle(state) ?? 'Chord'} · ${this.document.location.host}`;
  }
}
