// Knows what pages may use of this library.
export * from './model';
export { RingComponent } from './ring/ring';
export { RingSkeleton } from './ring/ring-skeleton';
export { RingTableComponent } from './table/ring-table';
export { KeyPathComponent } from './key-path/key-path';
export { HopListComponent } from './key-path/hop-list';
export { HopMeasureComponent } from './key-path/hop-measure';
export { fingerWords } from './scene/relations';
export { wordsOf } from './scene/marks';
export { pathWords } from './text/hop-words';
export { cut } from './text/names';
export { age, bytes, count, duration, percent } from './text/numbers';
export { visible } from './text/visible';
