export { listWords } from './approval';
export type { ApprovalWords } from './approval';
export { CODE_TRIES, newCode } from './code';
export { readReply } from './readReply';
export type { Expectation, Reading } from './readReply';
export { defaultNoWords, defaultYesWords } from './words';
