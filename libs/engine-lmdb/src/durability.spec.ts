import { describeRecordStore } from '@chord-dht/store/testing/record-store-conformance';
import { subjectOf } from './testing/lmdb-conformance';

// With the other one, which is the usual one, it is in lmdb-record-store.spec.ts.
describeRecordStore('lmdb with commit', () => subjectOf('commit'));
