export { Dispatcher, type DispatcherLog } from './dispatcher';
export { emitOnce } from './emission';
