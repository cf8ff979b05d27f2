export { type OpenOptions, openRepository } from './git-repository.ts';
export { openRemote, openTarget, type RemoteOptions } from './open-remote.ts';
export { isRemoteAddress } from './remote-address.ts';
export { TargetError, type TargetErrorCode } from './target-error.ts';
