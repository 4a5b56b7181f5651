import { bootstrapApplication } from '@angular/platform-browser';
import { useBasePath } from '@chord-dht/api-client';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { basePath } from './app/base-path';

useBasePath(basePath());

bootstrapApplication(App, appConfig).catch((error: unknown) => console.error(error));
