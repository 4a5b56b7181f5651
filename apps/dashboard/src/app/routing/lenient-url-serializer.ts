// Parses typed addresses: characters that the router would interpret are part of a key.
import { DefaultUrlSerializer, type UrlTree } from '@angular/router';

/** Router syntax that no page of this app uses. */
const ROUTER_SIGNS = /[();]/g;

export class LenientUrlSerializer extends DefaultUrlSerializer {
  /** Parses any text; one that cannot be parsed leads to the first page. */
  override parse(url: string): UrlTree {
    const end = url.search(/[?#]/);
    const path = end < 0 ? url : url.slice(0, end);
    const rest = end < 0 ? '' : url.slice(end);
    try {
      return super.parse(path.replace(ROUTER_SIGNS, encode) + rest);
    } catch {
      return super.parse('/');
    }
  }
}

const encode = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
