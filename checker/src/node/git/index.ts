export { type OpenOptions, openRepository } from './git-repository.ts';
export { TargetError, type TargetErrorCode } from './target-error.ts';
