// Knows the pages. Each is loaded when it is first opened.
import type { Routes } from '@angular/router';
import { keyMatcher, keyTitle } from './routing/key-route';

const ringPage = () => import('./pages/ring/ring-page').then(({ RingPage }) => RingPage);

export const routes: Routes = [
  { path: '', pathMatch: 'full', title: 'Ring', loadComponent: ringPage },
  { path: 'dht/peers/view', title: 'Ring', loadComponent: ringPage },
  {
    matcher: keyMatcher,
    title: keyTitle,
    loadComponent: () =>
      import('./pages/key-path/key-path-page').then(({ KeyPathPage }) => KeyPathPage),
  },
  {
    path: 'keys',
    title: 'Keys',
    loadComponent: () => import('./pages/keys/keys-page').then(({ KeysPage }) => KeysPage),
  },
  {
    path: 'node',
    title: 'Node',
    loadComponent: () => import('./pages/node/node-page').then(({ NodePage }) => NodePage),
  },
  {
    path: 'events',
    title: 'Events',
    loadComponent: () => import('./pages/events/events-page').then(({ EventsPage }) => EventsPage),
  },
  {
    path: '**',
    title: 'No such page',
    loadComponent: () =>
      import('./pages/missing/missing-page').then(({ MissingPage }) => MissingPage),
  },
];
