export { Questions } from './questions';
export type { RoundResult } from './answering';
export { delivery, unanswered } from './outcome';
export { Waiting } from './waiting';
export type { Command } from './waiting';
export { resumeClient, ResumeTimeout } from './resume/resumeClient';
export type { OwnAnswer } from './resume/n8nAnswer';
export * from './types';
