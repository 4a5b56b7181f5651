import type { Socket } from 'node:net';
import { faultOfCaller } from './peer-tls';

const caller = (authorizationError: string | null, names = 'DNS:a'): Socket =>
  ({
    ...{ authorized: authorizationError === null, authorizationError },
    getPeerCertificate: () => ({
      ...{ subject: {}, subjectaltname: names },
      ...{ valid_from: 'Jan  1 00:00:00 2026 GMT', valid_to: 'Feb  1 00:00:00 2026 GMT' },
    }),
  }) as unknown as Socket;

describe('the certificate of a caller', () => {
  it.each(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])(
    'may be right but for its time: %s',
    (code) => {
      const fault = faultOfCaller(caller(code), 'a:1');
      expect(fault).toMatch(/holds from Jan {2}1 .* 2026 GMT to Feb {2}1 .* 2026 GMT, and not now/);
      expect(fault).not.toContain('--tls-ca');
    },
  );

  it('is signed by another authority', () => {
    const fault = faultOfCaller(caller('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'a:1');
    expect(fault).toContain('not signed by the --tls-ca');
  });

  it('is for the name of the caller', () => {
    expect(faultOfCaller(caller(null), 'a:1')).toBeUndefined();
    expect(faultOfCaller(caller(null), 'b:1')).toContain('for another name');
  });
});
