// The pages of the dashboard. Each is loaded when it is first opened.
import type { Routes } from '@angular/router';
import { keyMatcher, keyTitle } from './routing/key-route';
import { pagePart } from './routing/page-part';

const ringPage = pagePart(() => import('./pages/ring/ring-page').then(({ RingPage }) => RingPage));

export const routes: Routes = [
  { path: '', pathMatch: 'full', title: 'Ring', loadComponent: ringPage },
  { path: 'dht/peers/view', title: 'Ring', loadComponent: ringPage },
  {
    matcher: keyMatcher,
    title: keyTitle,
    loadComponent: pagePart(() =>
      import('./pages/key-path/key-path-page').then(({ KeyPathPage }) => KeyPathPage),
    ),
  },
  {
    path: 'keys',
    title: 'Keys',
    loadComponent: pagePart(() =>
      import('./pages/keys/keys-page').then(({ KeysPage }) => KeysPage),
    ),
  },
  {
    path: 'node',
    title: 'Node',
    loadComponent: pagePart(() =>
      import('./pages/node/node-page').then(({ NodePage }) => NodePage),
    ),
  },
  {
    path: 'events',
    title: 'Events',
    loadComponent: pagePart(() =>
      import('./pages/events/events-page').then(({ EventsPage }) => EventsPage),
    ),
  },
  {
    path: 'insights',
    title: 'Insights',
    loadComponent: pagePart(() =>
      import('./pages/insights/insights-page').then(({ InsightsPage }) => InsightsPage),
    ),
  },
  {
    path: 'playground',
    title: 'Playground',
    loadComponent: pagePart(() =>
      import('./pages/playground/playground-page').then(({ PlaygroundPage }) => PlaygroundPage),
    ),
  },
  {
    path: 'tour',
    title: 'Tour',
    loadComponent: pagePart(() =>
      import('./pages/tour/tour-page').then(({ TourPage }) => TourPage),
    ),
  },
  {
    path: '**',
    title: 'No such page',
    loadComponent: pagePart(() =>
      import('./pages/missing/missing-page').then(({ MissingPage }) => MissingPage),
    ),
  },
];
