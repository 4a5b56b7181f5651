// The options for the access to a node: names, addresses and credentials.
import { checkBasePath, checkHostName, checkOrigin } from './checks';
import { flag, list, text, whole } from './option';

export const ACCESS_OPTIONS = {
  allowHost: list({
    fallback: [],
    fallbackText: 'own name and the names of loopback',
    hint: 'NAME,...',
    check: checkHostName,
    about: 'further names that a Host header may bear',
  }),
  allowOrigin: list({
    fallback: [],
    fallbackText: 'none: only pages of this node',
    hint: 'ORIGIN,...',
    check: checkOrigin,
    about:
      'sites whose pages may read and change something: another application, or a proxy that does not pass Host on',
  }),
  basePath: text({
    fallback: null,
    fallbackText: 'none: the node is at the root of its address',
    hint: '/PATH',
    check: checkBasePath,
    about: 'where a proxy shows this node; the proxy takes it off the paths that it passes on',
  }),
  peerSecretFile: text({
    fallback: null,
    fallbackText: 'none: any local process may be a peer',
    hint: 'FILE',
    about: 'file (mode 0600) with the secret, at least 32 bytes, that all members share',
  }),
  tlsCert: text({
    fallback: null,
    fallbackText: 'none: plain HTTP',
    hint: 'FILE',
    about:
      'certificate of this node (PEM, with those that signed it): the port speaks TLS only, to clients and peers; read anew when it changes',
  }),
  tlsKey: text({
    fallback: null,
    fallbackText: 'none',
    hint: 'FILE',
    about: 'the key of that certificate (PEM)',
  }),
  tlsCa: text({
    fallback: null,
    fallbackText:
      'none: peers show no certificates, and theirs are checked as those of any web server',
    hint: 'FILE',
    about:
      'who signs the certificates of the members (PEM): peers have to show one in the name that they bear',
  }),
  tokensFile: text({
    fallback: null,
    fallbackText: 'none: every client may do everything',
    hint: 'FILE',
    about:
      'file (mode 0600) of the tokens that clients need, one a line: name role sha256-hex [key-prefix]; read anew when it changes',
  }),
  wrongTokensMax: whole({
    fallback: 100,
    min: 0,
    max: 1_000_000,
    about:
      'wrong tokens a minute that one address (of IPv6: one network of 64 bits) may send; beyond that none from there is looked at, but over connections that have shown the right one; 0 for any number',
  }),
  openHealth: flag(
    'health and metrics need no token; at a node bound to loopback alone they never do',
  ),
  insecure: flag('allow to listen beyond loopback without peer secret, tokens or TLS'),
};
