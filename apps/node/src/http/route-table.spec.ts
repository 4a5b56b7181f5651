import { RouteTable } from './route-table';

describe('the methods of a path', () => {
  const table = new RouteTable();
  table.add('GET', '/');
  table.add(['GET', 'HEAD'], '/db/:key');
  table.add('PUT', '/db/:key');
  table.add('GET', '/db/view/*');
  table.add('GET', '/a.b');

  it.each([
    ['/', ['GET']],
    ['/db/x', ['GET', 'HEAD', 'PUT']],
    ['/db/a%2Fb?ttl=1#x', ['GET', 'HEAD', 'PUT']],
    ['/db/view/a/b', ['GET']],
    ['/db/', []],
    ['/db/x/y', []],
    ['/aXb', []],
    ['/nowhere', []],
  ])('%s has %j', (url, methods) => {
    expect(table.methodsOf(url)).toEqual(methods);
  });
});
