import { findServices } from './services';

export default findServices;
