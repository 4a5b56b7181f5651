// A limit of time for every read of a page.
import type { HttpInterceptorFn } from '@angular/common/http';

/** A write may move megabytes; a read that takes so long is told as failed, and can be tried again. */
const READ_MS = 20_000;

export const readTimeout: HttpInterceptorFn = (request, next) =>
  next(
    request.method === 'GET' && !request.timeout ? request.clone({ timeout: READ_MS }) : request,
  );
