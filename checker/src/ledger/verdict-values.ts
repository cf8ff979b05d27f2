/** Who may write or judge a change: a person, a coding agent, or a check that runs by itself. */
export const KINDS = ['human', 'agent', 'ci'] as const;
export const VERDICTS = ['pass', 'fail', 'not-proven'] as const;

/** A git object name or patch id: SHA-1, or SHA-256. */
export const OBJECT_NAME = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
export const WEB_ADDRESS = /^https?:\/\//;

/** An armored SSH signature, as `ssh-keygen -Y sign` writes it. */
export const SIGNATURE = /^-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]+-----END SSH SIGNATURE-----\n?$/;
