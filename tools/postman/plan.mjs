// What the OpenAPI document cannot say: which calls come first, which depend on each other, and which stop a node. An
// operation that is not named here is called once, with its documented examples.

/**
 * @typedef {object} Special
 * @property {string} [at] the variable that holds the node to ask; `baseUrl` unless said
 * @property {string} [body] replaces the documented example
 * @property {Record<string, string>} [path] values of path parameters
 * @property {Record<string, string>} [query] values of query parameters
 * @property {readonly number[]} [statuses] what may be answered; the first documented success unless said
 * @property {readonly string[]} [tests] further lines of the test script
 */

/** Operations that no collection can contain, each with the reason. @type {Record<string, string>} */
export const LEFT_OUT = {
  ...{ getEvents: 'it never ends', watchKeys: 'it never ends' },
  backUp: 'a node without --backup-dir refuses it',
  recover: 'a ring that has lost nothing refuses it',
};

/** Empties a node, which runs on. */
export const EMPTYING = 'flush';

/** Operations that empty or stop a node. They run last, each against the next of the variable `spares`. */
export const STOPPING = [EMPTYING, 'getLeave', 'postLeave', 'leave', 'getShutdown', 'postShutdown'];

/** The folder that makes the nodes one ring. */
export const FIRST_FOLDER = 'Ring, plain text';

/** The folder of those that empty or stop a node. */
export const STOPPING_FOLDER = 'Stop a node (only the nodes in the variable `spares`)';

const VALUE = 'this is the data';
const JSON_KEY = 'json-key';

/** @type {Record<string, Special>} */
export const SPECIAL = {
  // One ring first.
  putJoin: { body: '{{peers}}', tests: answers('ok') },
  postJoin: { body: '{{peers}}', tests: answers('ok') },
  join: {
    body: '{ "peers": ["{{peer}}"] }',
    tests: [check('every peer joined', 'pm.response.json().ok', 'true')],
  },
  notify: { query: { addr: '{{peer}}' } },
  getPeers: {
    tests: ["pm.test('lists the peer', () => pm.expect(pm.response.text()).to.include(pm.variables.get('peer')));"],
  },

  // What one node was given another one has.
  putValue: { path: { key: 'keyval' }, body: VALUE, tests: answers('ok') },
  postValue: { path: { key: 'keyval too' }, body: VALUE, tests: answers('ok') },
  getValue: {
    at: 'secondUrl',
    path: { key: 'keyval' },
    tests: [
      check('is what was put', 'pm.response.text()', JSON.stringify(VALUE)),
      check('says that it was found', "pm.response.headers.get('X-Chord-Found')", "'true'"),
    ],
  },
  getPath: { path: { key: 'keyval' } },
  deleteValue: { path: { key: 'keyval' }, tests: answers('deleted') },

  // Versions.
  putKey: {
    path: { key: JSON_KEY },
    body: VALUE,
    statuses: [201, 200],
    tests: ["pm.collectionVariables.set('etag', pm.response.headers.get('ETag'));"],
  },
  changeLife: {
    path: { key: JSON_KEY },
    tests: ["pm.collectionVariables.set('etag', pm.response.headers.get('ETag'));"],
  },
  listKeys: {
    query: { prefix: 'json-' },
    tests: [check('lists the key', 'pm.response.json().keys[0].key', JSON.stringify(JSON_KEY))],
  },
  countKeys: {
    at: 'secondUrl',
    query: { prefix: 'json-' },
    tests: [check('counts the key', 'pm.response.json().keys', '1')],
  },
  getKey: {
    at: 'secondUrl',
    path: { key: JSON_KEY },
    tests: [
      check('is what was put', 'pm.response.text()', JSON.stringify(VALUE)),
      check('has the version that was put', "pm.response.headers.get('ETag')", "pm.variables.get('etag')"),
    ],
  },
  headKey: {
    path: { key: JSON_KEY },
    tests: [check('has the version that was put', "pm.response.headers.get('ETag')", "pm.variables.get('etag')")],
  },
  batch: {
    tests: [
      check(
        'has a result for each line',
        "pm.response.text().trim().split('\\n').map((line) => JSON.parse(line).status).join()",
        "'201,200,204'",
      ),
    ],
  },
  deleteKey: { path: { key: JSON_KEY } },

  // Views.
  getNode: { tests: ["pm.collectionVariables.set('nodeId', pm.response.json().self.id);"] },
  getNodeById: {
    at: 'secondUrl',
    path: { id: '{{nodeId}}' },
    tests: [check('relays to that member', 'pm.response.json().self.id', "pm.variables.get('nodeId')")],
  },
  getRing: {
    tests: [check('every member answered', 'pm.response.json().answered', 'pm.response.json().total')],
  },
  lookup: {
    path: { key: 'keyval' },
    tests: [
      check('ends at the owner', 'pm.response.json().path.at(-1).address', 'pm.response.json().owner.address'),
    ],
  },

  // The end of a node.
  getLeave: { tests: answers('ok') },
  postLeave: { tests: answers('ok') },
  getShutdown: { tests: answers('ok') },
  postShutdown: { tests: answers('ok') },
};

/** @param {string} text @returns {string[]} */
function answers(text) {
  return [check(`answers ${text}`, 'pm.response.text().trim()', JSON.stringify(text))];
}

/** A line of a test script. @param {string} name @param {string} actual @param {string} expected */
function check(name, actual, expected) {
  return `pm.test('${name}', () => pm.expect(${actual}).to.equal(${expected}));`;
}
