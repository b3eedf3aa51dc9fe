export { searchApplications } from './applications';
export { getNumbers } from './numbers';
