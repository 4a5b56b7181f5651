// The access that each route requires. A route without an entry is for administrators only.
import type { Role } from '../config/bearer-token';

/** `nobody`: no token is needed. `health`: none where an option allows that, else a token of any role. */
export type Need = 'nobody' | 'health' | Role;

export interface Rule {
  readonly need: Need;
  /**
   * The keys that a request touches: the `one` in its path, those that its parameter `prefix` names (`named`: or the
   * one of its parameter `key`), `all`, or those in its body, `each` of which is checked separately. A token for a part
   * of the keys is refused for others.
   */
  readonly keys?: 'one' | 'prefix' | 'named' | 'all' | 'each';
}

const RULES: Readonly<Record<string, Rule>> = {
  // Pages and their files have no data of the ring; they request it with their user's token.
  'GET /': { need: 'nobody' },
  'GET /db/view/*': { need: 'nobody' },
  'GET /db/view/:key': { need: 'nobody' },
  'GET /dht/peers/view': { need: 'nobody' },
  'GET /keys': { need: 'nobody' },
  'GET /node': { need: 'nobody' },
  'GET /events': { need: 'nobody' },
  'GET /insights': { need: 'nobody' },
  'GET /playground': { need: 'nobody' },
  'GET /tour': { need: 'nobody' },
  'POST /api/v1/session': { need: 'nobody' },
  'DELETE /api/v1/session': { need: 'nobody' },
  'GET /api/v1/session': { need: 'read' },

  'GET /health/live': { need: 'health' },
  'GET /health/ready': { need: 'health' },
  'GET /metrics': { need: 'health' },

  'GET /openapi.json': { need: 'read' },

  'GET /db/:key': { need: 'read', keys: 'one' },
  'PUT /db/:key': { need: 'write', keys: 'one' },
  'POST /db/:key': { need: 'write', keys: 'one' },
  'DELETE /db/:key': { need: 'write', keys: 'one' },
  'GET /db/path/:key': { need: 'read', keys: 'one' },
  'GET /api/v1/keys/:key': { need: 'read', keys: 'one' },
  'GET /api/v1/keys/:key/replicas': { need: 'read', keys: 'one' },
  'PUT /api/v1/keys/:key': { need: 'write', keys: 'one' },
  'PATCH /api/v1/keys/:key': { need: 'write', keys: 'one' },
  'DELETE /api/v1/keys/:key': { need: 'write', keys: 'one' },
  'GET /api/v1/keys': { need: 'read', keys: 'prefix' },
  'GET /api/v1/keys/count': { need: 'read', keys: 'prefix' },
  'GET /api/v1/watch': { need: 'read', keys: 'named' },
  'POST /api/v1/batch': { need: 'read', keys: 'each' },
  'GET /api/v1/lookups/:key': { need: 'read', keys: 'one' },

  'GET /dht': { need: 'read', keys: 'all' },
  'GET /dht/peers': { need: 'read' },
  'GET /dht/peers/id': { need: 'read' },
  'GET /dht/get_successor': { need: 'read' },
  'GET /dht/get_predecessor': { need: 'read' },
  'GET /dht/find_successor': { need: 'read' },
  'GET /dht/closest_preceding_node': { need: 'read' },
  'GET /api/v1/ring': { need: 'read' },
  'GET /api/v1/node': { need: 'read' },
  'GET /api/v1/insights': { need: 'read' },
  'GET /api/v1/nodes/:id': { need: 'read' },
  // Events contain keys.
  'GET /api/v1/events': { need: 'read', keys: 'all' },

  'PUT /dht/join': { need: 'admin' },
  'POST /dht/join': { need: 'admin' },
  'POST /dht/notify': { need: 'admin' },
  'POST /dht/flush': { need: 'admin', keys: 'all' },
  'GET /dht/leave': { need: 'admin' },
  'POST /dht/leave': { need: 'admin' },
  'GET /shutdown': { need: 'admin' },
  'POST /shutdown': { need: 'admin' },
  'POST /api/v1/ring/join': { need: 'admin' },
  'POST /api/v1/node/recovery': { need: 'admin', keys: 'all' },
  'POST /api/v1/node/backup': { need: 'admin', keys: 'all' },
  'GET /api/v1/node/backup': { need: 'admin', keys: 'all' },
  'GET /api/v1/ring/leave': { need: 'read' },
  'POST /api/v1/ring/leave': { need: 'admin' },
};

/** Files of the dashboard, with names from the build, and of Swagger UI. */
const OPEN_FILE = /^\/[\w.-]+\.(?:js|css|svg|ico|txt|map|webmanifest|woff2)$/;
const DOCS = /^\/docs(?:\/|$)/;
const UNKNOWN: Rule = { need: 'admin' };
/** A reader gets 404 for an unknown path. */
const NO_ROUTE: Rule = { need: 'read' };

/** @param route the path of the matched route, in the router's syntax; `undefined` when none has matched */
export function ruleOf(method: string, route: string | undefined): Rule {
  if (route === undefined) return NO_ROUTE;
  const read = method === 'HEAD' ? 'GET' : method;
  const rule = RULES[`${read} ${route}`];
  if (rule) return rule;
  if (read !== 'GET') return UNKNOWN;
  if (OPEN_FILE.test(route)) return { need: 'nobody' };
  return DOCS.test(route) ? { need: 'read' } : UNKNOWN;
}
