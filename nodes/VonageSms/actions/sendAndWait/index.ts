export { execute } from './execute';
export { fields } from './fields';
export { resumeWebhooks, webhook } from './webhook';
