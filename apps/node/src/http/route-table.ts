// The methods of each path, to distinguish a wrong method from a wrong path.
import { Injectable } from '@nestjs/common';

interface Route {
  /** In the router's syntax. */
  readonly url: string;
  readonly pattern: RegExp;
  readonly method: string;
}

@Injectable()
export class RouteTable {
  private readonly routes: Route[] = [];

  /** @param url in the router's syntax: `:name` is a segment, `*` is everything that follows */
  add(methods: string | readonly string[], url: string): void {
    const source = url
      .split('/')
      .map((segment) => {
        if (segment.startsWith(':')) return '[^/]+';
        return segment === '*' ? '.*' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      })
      .join('/');
    const pattern = new RegExp(`^${source}$`);
    for (const method of [methods].flat()) this.routes.push({ url, pattern, method });
  }

  get all(): readonly Pick<Route, 'method' | 'url'>[] {
    return this.routes;
  }

  /** The methods of the path of a request, in alphabetical order; none when the path is unknown. */
  methodsOf(requestUrl: string): string[] {
    const path = requestUrl.split(/[?#]/, 1)[0] ?? '/';
    // The dashboard's catch-all would make every path look known.
    const own = this.routes.filter(({ pattern }) => pattern.test(path));
    return [...new Set(own.map(({ method }) => method))].sort();
  }
}
