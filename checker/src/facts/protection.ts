/** To be described by its collector. */
export interface ProtectionFacts {
  readonly todo?: never;
}
