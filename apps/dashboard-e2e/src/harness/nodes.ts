// Knows where the real nodes of these tests come from: the harness of the node's own e2e tests.
/* eslint-disable @nx/enforce-module-boundaries -- test tools of one project that another needs; two users make no library yet */
export { oracleOf, useLab } from '../../../node-e2e/src/harness/lab';
export { PATIENCE } from '../../../node-e2e/src/harness/patience';
export type { NodeProcess } from '../../../node-e2e/src/harness/node-process';
