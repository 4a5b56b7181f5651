// Turns an operation's documentation into a test script for Postman.

/** @typedef {Record<string, any>} Json */

const JSON_TYPE = /^application\/(.+\+)?json$/;

/**
 * The lines of a test script: status, content type, shape of a JSON answer, headers that are always there.
 * @param {Json} openapi
 * @param {Json} operation
 * @param {readonly number[]} statuses the answers that are right
 * @returns {string[]}
 */
export function assertionsFor(openapi, operation, statuses) {
  const lines = [
    `pm.test('status ${statuses.join(' or ')}', () => pm.expect(pm.response.code).to.be.oneOf(${JSON.stringify(statuses)}));`,
  ];
  const answer = resolve(openapi, operation.responses[String(statuses[0])]);
  const types = Object.keys(answer?.content ?? {});
  const [type] = types;
  if (type && types.length === 1 && !type.includes('*')) {
    lines.push(
      `pm.test('content type ${type}', () => pm.expect(pm.response.headers.get('Content-Type')).to.include('${type}'));`,
    );
    const schema = answer?.['content'][type].schema;
    if (schema && JSON_TYPE.test(type)) {
      const shape = JSON.stringify(plain(openapi, schema));
      lines.push(`pm.test('has the documented shape', () => pm.response.to.have.jsonSchema(${shape}));`);
    }
  }
  for (const [name, { required }] of Object.entries(answer?.['headers'] ?? {})) {
    if (required) lines.push(`pm.test('has ${name}', () => pm.response.to.have.header('${name}'));`);
  }
  return lines;
}

/** The first success that an operation documents. @param {Json} operation @returns {number} */
export function successOf(operation) {
  const success = Object.keys(operation.responses).find((status) => status.startsWith('2'));
  if (!success) throw new Error(`${operation.operationId} documents no success`);
  return Number(success);
}

/** @param {Json} openapi @param {Json | undefined} node @returns {Json | undefined} */
function resolve(openapi, node) {
  if (!node?.['$ref']) return node;
  const parts = node['$ref'].replace('#/', '').split('/');
  return resolve(
    openapi,
    parts.reduce((/** @type {Json} */ at, /** @type {string} */ part) => at[part], openapi),
  );
}

/**
 * A schema without references, examples and prose, and with `null` as JSON Schema writes it.
 * @param {Json} openapi
 * @param {Json} schema
 * @returns {Json}
 */
function plain(openapi, schema) {
  const { type, properties, required, items, nullable, allOf, oneOf, anyOf, enum: values, ...rest } = resolve(
    openapi,
    schema,
  ) ?? {};
  /** @type {Json} */
  const shape = {};
  // What is composed of other schemas is not null where they are not.
  const isWrapped = nullable && (!type || Boolean(allOf ?? oneOf ?? anyOf));
  if (type) shape['type'] = nullable && !isWrapped ? [type, 'null'] : type;
  if (values && !nullable) shape['enum'] = values;
  if (required) shape['required'] = required;
  if (items) shape['items'] = plain(openapi, items);
  if (properties) {
    shape['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, plain(openapi, property)]),
    );
  }
  if (typeof rest['additionalProperties'] === 'object') {
    shape['additionalProperties'] = plain(openapi, rest['additionalProperties']);
  }
  for (const [word, list] of Object.entries({ allOf, oneOf, anyOf })) {
    if (list) shape[word] = list.map((/** @type {Json} */ each) => plain(openapi, each));
  }
  return isWrapped ? { anyOf: [shape, { type: 'null' }] } : shape;
}
