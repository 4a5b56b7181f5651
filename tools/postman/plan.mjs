// Knows what the OpenAPI document cannot say: which calls come first, which depend on each other, and which
// stop a node. An operation that is not named here is called once, with its documented examples.

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
export const LEFT_OUT = { streamEvents: 'it never ends' };

/** Operations that stop a node or empty it. They run last, each against the next of the variable `spares`. */
export const STOPPING = ['flush', 'getLeave', 'postLeave', 'leaveRing', 'getShutdown', 'postShutdown'];

/** The folder of those. */
export const STOPPING_FOLDER = 'Stop a node (only the nodes in the variable `spares`)';

const VALUE = 'this is the data';

/** @type {Record<string, Special>} */
export const SPECIAL = {
  putJoin: { body: '{{peers}}', tests: equals('ok') },
  postJoin: { body: '{{peers}}', tests: equals('ok') },
};

/** @param {string} text @returns {string[]} */
function equals(text) {
  return [
    `pm.test('answers ${text}', () => pm.expect(pm.response.text().trim()).to.equal(${JSON.stringify(text)}));`,
  ];
}

void VALUE;
