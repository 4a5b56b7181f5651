import { DEFAULT_MEMBER_OPTIONS } from '@chord-dht/nest';
import { configOf } from './load-config';

it('a node has the defaults of a member in any application', () => {
  const { dataDir, ...defaults } = DEFAULT_MEMBER_OPTIONS;
  expect(dataDir).toBeNull();
  expect(configOf({})).toMatchObject(defaults);
});
