export { eraseWishes, findOptOut, listOptOuts, noteWish, saveWish } from './register';
export type { ConsentSource, Wish } from './register';
