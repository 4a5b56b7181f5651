// Checks for the texts of web options; those of a member are checked as in any application.
export {
  checkBind,
  checkDiscover,
  checkHost,
  checkHostName,
  checkMove,
  checkMoves,
  checkPeer,
} from '@chord-dht/nest';
export { isLoopback } from '@chord-dht/transport';

/** Where a proxy shows this node: a path without a slash at its end. */
export function checkBasePath(path: string): string | undefined {
  return /^(?:\/[a-z0-9._~-]+)+$/i.test(path) && !/\/\.{1,2}(?:\/|$)/.test(path)
    ? undefined
    : 'is not a path; give for example /chord, without a slash at the end';
}

/** What a browser calls the site of a page. */
export function checkOrigin(origin: string): string | undefined {
  return /^https?:\/\/[^/\s@?#]+$/i.test(origin) && URL.canParse(origin)
    ? undefined
    : 'is not an origin; give for example https://chord.example';
}
