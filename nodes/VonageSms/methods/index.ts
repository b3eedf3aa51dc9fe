export { searchApplications } from './applications';
export { getNumbers, searchSenders } from './numbers';
