/** What the person who runs the audit gave for asking forges. Never taken from the audited repository. */
export interface ForgeAccess {
  readonly token?: Token;
  /** Address of GitHub's API, where it is not the public one. */
  readonly gitHubApi?: string;
}

export interface Token {
  readonly value: string;
  /** Where it came from, for messages: the name of a variable, never the value. */
  readonly from: string;
}
