// Turns the OpenAPI document into a Postman collection that can be run from top to bottom.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { assertionsFor, successOf } from './assertions.mjs';
import { EMPTYING, FIRST_FOLDER, LEFT_OUT, SPECIAL, STOPPING, STOPPING_FOLDER } from './plan.mjs';

/** @typedef {Record<string, any>} Json */

/** Within a folder what writes comes before what reads, and what removes comes last. */
const METHODS = ['PUT', 'POST', 'GET', 'HEAD', 'PATCH', 'DELETE'];

/** Takes a node of `spares`, or leaves the request out when there are not so many. @param {number} index */
const takeSpare = (index) => [
  `const spare = (pm.variables.get('spares') || '').split(/[\\s,]+/).filter(Boolean)[${index}];`,
  'if (!spare) pm.execution.skipRequest();',
  "pm.collectionVariables.set('spareUrl', spare);",
];

/** Which spare a stopping operation takes: each its own, but what empties a node shares the first. @param {string} id */
const spareOf = (id) => Math.max(0, STOPPING.filter((each) => each !== EMPTYING).indexOf(id));

/**
 * @param {Json} openapi
 * @returns {Promise<Json>} a collection of format 2.1; the same document gives the same collection
 */
export async function collectionOf(openapi) {
  const converted = await convert(openapi);
  const requests = flatten(converted['item']).map((item) => toRequest(openapi, item));
  const kept = requests.filter(({ id }) => !(id in LEFT_OUT));
  const folders = [...new Set([FIRST_FOLDER, ...kept.map(({ folder }) => folder)])];
  const byFolder = folders.map((name) => ({
    name,
    item: inOrder(kept.filter((request) => request.folder === name && !STOPPING.includes(request.id))),
  }));
  const stopping = kept.filter(({ id }) => STOPPING.includes(id));
  stopping.sort((a, b) => STOPPING.indexOf(a.id) - STOPPING.indexOf(b.id));
  byFolder.push({ name: STOPPING_FOLDER, item: stopping.map(({ item }) => item) });
  return {
    info: {
      _postman_id: idFrom('collection'),
      name: openapi['info'].title,
      description: openapi['info'].description ?? '',
      schema: converted['info'].schema,
    },
    variable: [
      { key: 'baseUrl', value: 'http://localhost:5000' },
      { key: 'secondUrl', value: 'http://localhost:5001' },
      { key: 'peers', value: 'localhost:5001\nlocalhost:5002\nlocalhost:5003' },
      { key: 'peer', value: 'localhost:5001' },
      { key: 'spares', value: '' },
    ],
    item: byFolder.filter(({ item }) => item.length > 0),
  };
}

/** @param {Json} openapi @returns {Promise<Json>} */
function convert(openapi) {
  const converter = createRequire(import.meta.url)('openapi-to-postmanv2');
  const options = { folderStrategy: 'Tags', parametersResolution: 'Example', preferredRequestBodyType: 'first-listed' };
  return new Promise((resolve, reject) => {
    converter.convertV2(
      { type: 'json', data: structuredClone(openapi) },
      options,
      (/** @type {unknown} */ error, /** @type {Json} */ result) => {
        if (error || !result['result']) reject(error ?? new Error(result['reason']));
        else resolve(result['output'][0].data);
      },
    );
  });
}

/** @param {Json[]} items @param {string} [folder] @returns {{ item: Json, folder: string }[]} */
function flatten(items, folder = '') {
  return items.flatMap((item) =>
    item['item'] ? flatten(item['item'], item['name']) : [{ item, folder }],
  );
}

/**
 * @param {Json} openapi
 * @param {{ item: Json, folder: string }} found
 * @returns {{ id: string, folder: string, item: Json }}
 */
function toRequest(openapi, { item, folder }) {
  const { method, url, body, description, header } = item['request'];
  const path = `/${url.path.join('/').replace(/:(\w+)/g, '{$1}')}`;
  const operation = openapi['paths'][path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not in the document`);
  const id = operation.operationId;
  const special = SPECIAL[id] ?? {};
  const isStopping = STOPPING.includes(id);
  const at = isStopping ? 'spareUrl' : (special.at ?? 'baseUrl');
  const tests = [
    ...assertionsFor(openapi, operation, special.statuses ?? [successOf(operation)]),
    ...(special.tests ?? []),
  ];
  const raw = special.body ?? body?.raw;
  return {
    id,
    folder,
    item: {
      id: idFrom(id),
      name: item['name'],
      request: {
        method,
        description: description?.content ?? operation.description ?? '',
        url: urlOf(at, url, special, operation),
        header: headersOf(header, operation),
        ...(raw === undefined ? {} : { body: { mode: 'raw', raw } }),
      },
      response: [],
      event: [
        ...(isStopping ? [script(`${id} before`, 'prerequest', takeSpare(spareOf(id)))] : []),
        script(`${id} after`, 'test', tests),
      ],
    },
  };
}

/** @param {string} at @param {Json} url @param {import('./plan.mjs').Special} special @param {Json} operation */
function urlOf(at, url, special, operation) {
  const required = requiredOf(operation);
  return {
    host: [`{{${at}}}`],
    path: url['path'],
    query: (url['query'] ?? []).map((/** @type {Json} */ { key, description }) => ({
      key,
      value: special.query?.[key] ?? exampleOf(operation, key),
      description: description?.content ?? '',
      disabled: !required.has(key) && special.query?.[key] === undefined,
    })),
    variable: (url['variable'] ?? []).map((/** @type {Json} */ { key, description }) => ({
      key,
      value: special.path?.[key] ?? exampleOf(operation, key),
      description: description?.content ?? '',
    })),
  };
}

/** Optional headers are there, switched off: a person may switch them on. @param {Json[]} headers @param {Json} operation */
function headersOf(headers, operation) {
  const required = requiredOf(operation);
  return (headers ?? []).map(({ key, value }) => {
    const isParameter = parameterOf(operation, key) !== undefined;
    return {
      key,
      value: isParameter ? exampleOf(operation, key) : value,
      disabled: isParameter && !required.has(key),
    };
  });
}

/** @param {Json} operation @returns {Set<string>} */
function requiredOf(operation) {
  const parameters = /** @type {Json[]} */ (operation['parameters'] ?? []);
  return new Set(parameters.filter(({ required }) => required).map(({ name }) => name));
}

/** @param {Json} operation @param {string} name @returns {Json | undefined} */
function parameterOf(operation, name) {
  return (operation['parameters'] ?? []).find((/** @type {Json} */ parameter) => parameter['name'] === name);
}

/** What the document gives as an example; nothing is made up. @param {Json} operation @param {string} name */
function exampleOf(operation, name) {
  const { example, schema } = parameterOf(operation, name) ?? {};
  return String(example ?? schema?.example ?? schema?.default ?? '');
}

/** @param {{ item: Json }[]} requests @returns {Json[]} */
function inOrder(requests) {
  const rank = (/** @type {{ item: Json }} */ { item }) => METHODS.indexOf(item['request'].method);
  return requests.toSorted((a, b) => rank(a) - rank(b)).map(({ item }) => item);
}

/** @param {string} name @param {'prerequest' | 'test'} listen @param {readonly string[]} exec */
function script(name, listen, exec) {
  return { listen, script: { id: idFrom(name), type: 'text/javascript', exec } };
}

/** An id that is the same every time. @param {string} name */
function idFrom(name) {
  const hex = createHash('sha1').update(`chord-dht ${name}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
