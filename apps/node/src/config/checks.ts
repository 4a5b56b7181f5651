// Checks of web options; those of a member are checked as in any application.
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

/** Checks the path under which a proxy exposes this node: without a trailing slash. */
export function checkBasePath(path: string): string | undefined {
  return /^(?:\/[a-z0-9._~-]+)+$/i.test(path) && !/\/\.{1,2}(?:\/|$)/.test(path)
    ? undefined
    : 'is not a path; give for example /chord, without a slash at the end';
}

/** Checks an origin in the form of a browser's header. */
export function checkOrigin(origin: string): string | undefined {
  return /^https?:\/\/[^/\s@?#]+$/i.test(origin) && URL.canParse(origin)
    ? undefined
    : 'is not an origin; give for example https://chord.example';
}
