import { apiPath, encodeSegment, useBasePath } from './api-path';

describe('the path of an endpoint', () => {
  it('encodes a key with slashes, signs and letters of any script exactly once', () => {
    expect(apiPath('/api/v1/keys/{key}', { key: 'a/b?c#d%20 é' })).toBe(
      '/api/v1/keys/a%2Fb%3Fc%23d%2520%20%C3%A9',
    );
  });

  it('encodes what a shell or a router would read as its own', () => {
    expect(encodeSegment("(it's*)!")).toBe('%28it%27s%2A%29%21');
  });

  it('leaves out query parameters that are not given', () => {
    expect(apiPath('/api/v1/lookups/{key}', { key: 'k' }, { from: undefined })).toBe(
      '/api/v1/lookups/k',
    );
    expect(apiPath('/x', {}, { from: 'localhost:5001', limit: 5 })).toBe(
      '/x?from=localhost%3A5001&limit=5',
    );
  });

  it('begins with the path at which a proxy shows the node', () => {
    useBasePath('/chord');
    expect(apiPath('/api/v1/keys/{key}', { key: 'a' })).toBe('/chord/api/v1/keys/a');
    useBasePath('');
  });

  it('says which parameter is missing', () => {
    expect(() => apiPath('/api/v1/keys/{key}')).toThrow('no value for {key}');
  });

  it('replaces a lone surrogate and keeps a pair', () => {
    expect(encodeSegment('\ud800')).toBe('%EF%BF%BD');
    expect(encodeSegment('😀')).toBe('%F0%9F%98%80');
  });
});
