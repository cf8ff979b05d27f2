export { withoutCredentials } from './address.ts';
export { type OpenOptions, openRepository } from './git-repository.ts';
export { openRemote, type RemoteOptions } from './open-remote.ts';
export { looksRemote } from './remote-address.ts';
export { TargetError, type TargetErrorCode } from './target-error.ts';
