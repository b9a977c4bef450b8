/** What is only needed to be exact beyond one card on one page: loaded when there is more. */

export { chosenOf } from '../../core/targeting.ts';
export { alone } from './alone.ts';
export { recall } from './recall.ts';
