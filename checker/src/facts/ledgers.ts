/** To be described by its collector. */
export interface LedgersFacts {
  readonly todo?: never;
}
