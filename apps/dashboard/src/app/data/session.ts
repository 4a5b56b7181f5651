// The login of this browser at the node. The token is sent once and not stored here; the node answers with a cookie
// that no script can read.
import { HttpClient, HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { Injectable, inject, signal } from '@angular/core';
import { type SessionDto, apiPath } from '@chord-dht/api-client';
import { catchError, firstValueFrom, throwError } from 'rxjs';

const PATH = '/api/v1/session';

@Injectable({ providedIn: 'root' })
export class Session {
  /** True when the node requires a token. */
  readonly isNeeded = signal(false);
}

/** Shows the login form after any refusal for lack of a token. */
export const askForToken: HttpInterceptorFn = (request, next) => {
  const session = inject(Session);
  return next(request).pipe(
    catchError((error: unknown) => {
      if (error instanceof HttpErrorResponse && error.status === 401) session.isNeeded.set(true);
      return throwError(() => error);
    }),
  );
};

/** All calls reject with HttpErrorResponse; see problemOf(). */
@Injectable({ providedIn: 'root' })
export class SessionApi {
  private readonly http = inject(HttpClient);

  read(): Promise<SessionDto> {
    return firstValueFrom(this.http.get<SessionDto>(apiPath(PATH)));
  }

  logIn(token: string): Promise<SessionDto> {
    return firstValueFrom(this.http.post<SessionDto>(apiPath(PATH), { token }));
  }

  logOut(): Promise<unknown> {
    return firstValueFrom(this.http.delete(apiPath(PATH)));
  }
}
