// The time limit of every read.
import type { HttpInterceptorFn } from '@angular/common/http';

/** In milliseconds. A write may transfer megabytes and has none; a slow read counts as failed and can be repeated. */
const READ_MS = 20_000;

export const readTimeout: HttpInterceptorFn = (request, next) =>
  next(
    request.method === 'GET' && !request.timeout ? request.clone({ timeout: READ_MS }) : request,
  );
