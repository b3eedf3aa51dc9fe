export { listWords } from './approval';
export { CODE_TRIES, newCode } from './code';
export { readReply } from './readReply';
export type { Expectation } from './readReply';
