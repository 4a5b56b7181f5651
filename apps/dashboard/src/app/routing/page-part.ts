// Handles a part of the page that can no longer be loaded, because the node has a newer build than this tab.
import { Location } from '@angular/common';
import { type Type, inject } from '@angular/core';
import { Router } from '@angular/router';
import { NewVersionPage } from '../pages/missing/new-version-page';

const RELOADED = 'chord-reloaded-for';

/**
 * Loads a page when it is first opened. When that fails, the whole document is loaded once at the requested address,
 * which fetches the new build; when that fails too, the page reports it.
 */
export function pagePart(load: () => Promise<Type<unknown>>): () => Promise<Type<unknown>> {
  return async () => {
    const router = inject(Router);
    const place = inject(Location);
    try {
      const page = await load();
      sessionStorage.removeItem(RELOADED);
      return page;
    } catch {
      const wanted = router.serializeUrl(
        router.currentNavigation()?.extractedUrl ?? router.parseUrl(router.url),
      );
      if (sessionStorage.getItem(RELOADED) === wanted) return NewVersionPage;
      sessionStorage.setItem(RELOADED, wanted);
      location.assign(place.prepareExternalUrl(wanted));
      return new Promise(() => undefined);
    }
  };
}
