// The public interface of the explorer for its command.
export { step } from '../../view/machine';
export { explore } from './explorer';
export { LARGE_WORLDS, SMALL_WORLDS } from './worlds';
