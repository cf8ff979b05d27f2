/** To be described by its collector. */
export interface OwnersFacts {
  readonly todo?: never;
}
