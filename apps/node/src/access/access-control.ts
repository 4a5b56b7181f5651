// The access control: every request passes it before any other code reads it, and is refused unless a rule allows it.
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { HttpError } from '../http/problem/http-error';
import type { LastingAnswers } from './lasting-answers';
import { ruleOf, type Rule } from './access-rules';
import type { Sessions } from './sessions';
import { ShownTokens } from './shown-tokens';
import { findToken, includesRole, type Role, type Token } from '../config/bearer-token';
import type { WrongTokens } from './wrong-tokens';

declare module 'fastify' {
  interface FastifyRequest {
    /** The token of the request; `undefined` where none is needed. */
    bearer: Token | undefined;
  }
}

export interface AccessOptions {
  /** `undefined` at a node without tokens, which allows every request. */
  readonly tokens: (() => readonly Token[]) | undefined;
  readonly sessions: Sessions;
  readonly lasting: LastingAnswers;
  /** True when health and metrics need no token. */
  readonly openHealth: boolean;
  readonly wrong: WrongTokens;
}

const ENDLESS = new Set(['/api/v1/events', '/api/v1/watch']);
const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i;

const NO_TOKEN =
  'This node asks for a token; send it in the header Authorization: Bearer TOKEN, or log in at the dashboard';
const WRONG_TOKEN =
  'The token is not one of this node; ask who runs it for one that is listed in its --tokens-file';
const TOO_MANY_WRONG =
  'Too many wrong tokens came from this address (--wrong-tokens-max), so none is looked at for a while; wait, and ask ' +
  'with the right one';

export class AccessControl {
  private readonly shown = new ShownTokens();

  constructor(private readonly options: AccessOptions) {}

  get isOpen(): boolean {
    return this.options.tokens === undefined;
  }

  /** @returns the refusal, or `undefined`: the request then bears its token */
  check(request: FastifyRequest, rule: Rule): HttpError | undefined {
    const { tokens, openHealth } = this.options;
    if (tokens === undefined) return undefined;
    if (rule.need === 'nobody' || (rule.need === 'health' && openHealth)) return undefined;
    const { authorization } = request.raw.headers;
    const token =
      authorization === undefined
        ? this.fromCookie(request, tokens())
        : this.fromHeader(request.raw, authorization, tokens());
    if (token instanceof HttpError) return token;
    if (!token)
      return new HttpError('UNAUTHENTICATED', authorization === undefined ? NO_TOKEN : WRONG_TOKEN);
    request.bearer = token;
    return refusalOf(rule, token, request);
  }

  /**
   * A fast check of a request for one key.
   * @returns the token that its connection has shown before; `undefined` where `check` has to decide
   */
  known(
    { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
    need: Role,
    key: string,
  ): Token | 'anybody' | undefined {
    const { tokens } = this.options;
    if (tokens === undefined) return 'anybody';
    const { authorization } = headers;
    if (authorization === undefined) return undefined;
    const token = this.shown.find(socket, authorization, tokens());
    return token && !refusalOfKey(token, need, key) ? token : undefined;
  }

  /** Looks up a token, unless too many wrong ones came from its address. */
  private judged(
    { socket }: Pick<IncomingMessage, 'socket'>,
    look: () => Token | undefined,
  ): Token | HttpError | undefined {
    const { wrong } = this.options;
    const { remoteAddress = '' } = socket;
    if (!wrong.mayTry(socket, remoteAddress, performance.now()))
      return new HttpError('TOO_MANY_REQUESTS', TOO_MANY_WRONG, { outcome: 'not-applied' });
    const token = look();
    if (token) wrong.right(socket);
    else wrong.wrong(socket, remoteAddress, performance.now());
    return token;
  }

  /**
   * Checks the token of a program that upgrades its connection; it applies to all calls there. The connection is cut
   * when the token becomes invalid.
   * @returns the token; `undefined` where none is needed; the refusal
   */
  guestOf(request: IncomingMessage): Token | HttpError | undefined {
    const { tokens, lasting } = this.options;
    if (tokens === undefined) return undefined;
    const { authorization } = request.headers;
    if (authorization === undefined) return new HttpError('UNAUTHENTICATED', NO_TOKEN);
    const token = this.fromHeader(request, authorization, tokens());
    if (!token) return new HttpError('UNAUTHENTICATED', WRONG_TOKEN);
    if (!(token instanceof HttpError)) lasting.add(request.socket, token);
    return token;
  }

  /** Ends an endless answer when the token of its request becomes invalid. */
  follow({ bearer }: FastifyRequest, reply: FastifyReply): void {
    if (bearer) this.options.lasting.add(reply.raw, bearer);
  }

  /**
   * @returns the token with this secret, if there is one
   * @throws HttpError `TOO_MANY_REQUESTS` after too many wrong ones
   */
  recognise(secret: string, request: FastifyRequest): Token | undefined {
    const token = this.judged(request.raw, () => findToken(this.options.tokens?.() ?? [], secret));
    if (token instanceof HttpError) throw token;
    return token;
  }

  private fromHeader(
    request: Pick<IncomingMessage, 'socket'>,
    authorization: string,
    tokens: readonly Token[],
  ): Token | HttpError | undefined {
    const { socket } = request;
    const shown = this.shown.find(socket, authorization, tokens);
    if (shown) return shown;
    this.shown.forget(socket);
    const token = this.judged(request, () => {
      const [, secret] = BEARER.exec(authorization) ?? [];
      return secret === undefined ? undefined : findToken(tokens, secret);
    });
    if (token && !(token instanceof HttpError))
      this.shown.remember(socket, authorization, tokens, token);
    return token;
  }

  /** A page of another site may make the browser send its cookie; it does not count then. */
  private fromCookie({ raw }: FastifyRequest, tokens: readonly Token[]): Token | undefined {
    const { cookie } = raw.headers;
    const site = raw.headers['sec-fetch-site'];
    if (cookie === undefined) return undefined;
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return undefined;
    return this.options.sessions.find(cookie, tokens, Date.now());
  }
}

function refusalOf(
  { need, keys }: Rule,
  token: Token,
  request: FastifyRequest,
): HttpError | undefined {
  if (need !== 'health' && need !== 'nobody' && !includesRole(token.role, need))
    return lacksRole(token, need);
  if (token.prefix === '' || keys === undefined || keys === 'each') return undefined;
  if (keys === 'all') return new HttpError('FORBIDDEN', `This concerns all keys; ${partOf(token)}`);
  const given = givenKey(keys, request);
  if (typeof given === 'string' && given.startsWith(token.prefix)) return undefined;
  return otherKeys(token, keys !== 'one');
}

function givenKey(keys: 'one' | 'prefix' | 'named', { params, query }: FastifyRequest): unknown {
  if (keys === 'one') return (params as { key?: string }).key;
  const { prefix, key } = query as { prefix?: unknown; key?: unknown };
  return keys === 'named' ? (prefix ?? key) : prefix;
}

/**
 * Checks one of several operations of a request.
 * @param token `undefined` where none is needed
 */
export function refusalOfKey(
  token: Token | undefined,
  need: Role,
  key: string,
): HttpError | undefined {
  if (!token) return undefined;
  if (!includesRole(token.role, need)) return lacksRole(token, need);
  return key.startsWith(token.prefix) ? undefined : otherKeys(token, false);
}

function lacksRole({ name, role }: Token, need: Role): HttpError {
  const sentence = `This needs a token of the role ${need}; the token ${name} has the role ${role}`;
  return new HttpError('FORBIDDEN', sentence);
}

function otherKeys(token: Token, hasPrefix: boolean): HttpError {
  const hint = hasPrefix ? `; ask with ?prefix=${encodeURIComponent(token.prefix)}` : '';
  return new HttpError('FORBIDDEN', `This concerns other keys; ${partOf(token)}${hint}`);
}

function partOf({ name, prefix }: Token): string {
  return `the token ${name} is for keys that begin with ${JSON.stringify(prefix)}`;
}

/**
 * Adds to each route the check by its own rule, which is looked up when the route is added: finding the route of a
 * request is costly. Has to be called before the first route is added, and before other hooks that add to a route.
 */
export function controlAccess(
  server: FastifyInstance,
  access: AccessControl,
  peerPath: string,
): void {
  server.decorateRequest('bearer', undefined);
  if (access.isOpen) return;
  server.addHook('onRoute', (route) => {
    // Peers authenticate in their own way.
    if (route.url === peerPath) return;
    const rules = new Map([route.method].flat().map((name) => [name, ruleOf(name, route.url)]));
    const isEndless = ENDLESS.has(route.url);
    const judge: onRequestHookHandler = (request, reply, done) => {
      const refusal = access.check(request, rules.get(request.method) ?? NOBODY_KNOWS);
      if (!refusal && isEndless) access.follow(request, reply);
      done(challenged(refusal, reply));
    };
    route.onRequest = [judge, ...[route.onRequest ?? []].flat()];
  });
  server.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    done(challenged(access.check(request, ruleOf(request.method, undefined)), reply));
  });
}

const NOBODY_KNOWS: Rule = { need: 'admin' };

function challenged(refusal: HttpError | undefined, reply: FastifyReply): HttpError | undefined {
  if (refusal?.code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer realm="chord"');
  return refusal;
}
