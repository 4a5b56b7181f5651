// Creates the safeguards from the options: tokens of clients, sessions of browsers, TLS.
import { AccessControl } from '../access/access-control';
import { LastingAnswers } from '../access/lasting-answers';
import { Sessions } from '../access/sessions';
import { WatchedTokens } from '../access/watched-tokens';
import { WrongTokens } from '../access/wrong-tokens';
import { isLoopback } from '../config/checks';
import type { NodeConfig } from '../config/options';
import { advertisedOf } from '../config/own-address';
import { readPeerSecret } from '../config/peer-secret';
import { WatchedTls } from '../http/watched-tls';
import type { Logger } from '../log/logger';

export interface Safeguards {
  readonly access: AccessControl;
  readonly sessions: Sessions;
  /** `undefined`: the port speaks plain HTTP. */
  readonly tls: WatchedTls | undefined;
  /** Stops watching the files. */
  close(): void;
}

const PEERS_ARE_OPEN =
  'Clients need a token, but any process that reaches this port may be a peer, and read and write everything. Give all ' +
  'members the same --peer-secret-file.';

const TOKENS_ARE_GUESSED =
  'Too many wrong tokens come from this address (--wrong-tokens-max); they are refused for now. A client is guessing, ' +
  'or still has a token that was taken out of the --tokens-file.';

/** @throws TokensFault or TlsFault when a file cannot be used */
export function safeguardsOf(config: NodeConfig, log: Logger): Safeguards {
  const { tokensFile, peerSecretFile, tlsCert, tlsKey, tlsCa } = config;
  const lasting = new LastingAnswers();
  const tokens =
    tokensFile === null
      ? undefined
      : new WatchedTokens(tokensFile, log, (now) => lasting.keepOnly(now));
  if (tokens && peerSecretFile === null) log.warn('peers-are-open', { message: PEERS_ARE_OPEN });
  const tls =
    tlsCert === null || tlsKey === null
      ? undefined
      : new WatchedTls({ cert: tlsCert, key: tlsKey, ca: tlsCa }, log);
  const sessions = new Sessions({
    port: advertisedOf(config).port,
    peerSecret: peerSecretFile === null ? undefined : readPeerSecret(peerSecretFile),
    basePath: config.basePath ?? '',
    isSecure: tls !== undefined,
  });
  const access = new AccessControl({
    tokens: tokens && (() => tokens.all),
    sessions,
    lasting,
    openHealth: config.openHealth || config.bind.every(isLoopback),
    wrong: new WrongTokens(config.wrongTokensMax, (address) =>
      log.warn('wrong-tokens', { address, message: TOKENS_ARE_GUESSED }),
    ),
  });
  return {
    access,
    sessions,
    tls,
    close() {
      tokens?.close();
      tls?.close();
    },
  };
}
