/** To be described by its collector. */
export interface SecretsFacts {
  readonly todo?: never;
}
