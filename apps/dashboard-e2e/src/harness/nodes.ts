// The real nodes of these tests, from the harness of the node's own e2e tests.
/* eslint-disable @nx/enforce-module-boundaries -- test tools of one project that another needs; two users make no library yet */
export { answered, textOf } from '../../../node-e2e/src/harness/answered';
export { doBatch, type Operation } from '../../../node-e2e/src/harness/batches';
export { pathOf, seed } from '../../../node-e2e/src/harness/keys';
export { joinAll, oracleOf, useLab } from '../../../node-e2e/src/harness/lab';
export { measured } from '../../../node-e2e/src/harness/measured';
export { PATIENCE } from '../../../node-e2e/src/harness/patience';
export type { NodeProcess } from '../../../node-e2e/src/harness/node-process';
