export type TargetErrorCode =
  | 'not-found'
  | 'not-a-directory'
  | 'not-a-repository'
  | 'empty'
  | 'dubious-ownership'
  | 'no-such-ref'
  | 'objects-missing'
  | 'unreadable'
  | 'bad-address'
  | 'clone-failed'
  | 'cancelled'
  | 'no-temporary-folder'
  | 'git-missing'
  | 'git-too-old';

/** Why nothing could be audited. The message is for a person: what happened, where, and what to do about it. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly code: TargetErrorCode;

  constructor(code: TargetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
