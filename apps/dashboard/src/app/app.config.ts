import { APP_BASE_HREF } from '@angular/common';
import {
  provideHttpClient,
  withFetch,
  withInterceptors,
  withNoXsrfProtection,
} from '@angular/common/http';
import {
  type ApplicationConfig,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import {
  TitleStrategy,
  UrlSerializer,
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
} from '@angular/router';
import { routes } from './app.routes';
import { readTimeout } from './data/timeout';
import { LenientUrlSerializer } from './routing/lenient-url-serializer';
import { PageTitles } from './routing/page-titles';
import { basePath } from './base-path';
import { askForToken } from './data/session';

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(
      withFetch(),
      withNoXsrfProtection(),
      withInterceptors([askForToken, readTimeout]),
    ),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
    ),
    // The node's content security policy forbids <base>, so the app determines its base path itself.
    { provide: APP_BASE_HREF, useFactory: () => `${basePath()}/` },
    { provide: UrlSerializer, useClass: LenientUrlSerializer },
    { provide: TitleStrategy, useClass: PageTitles },
  ],
};
