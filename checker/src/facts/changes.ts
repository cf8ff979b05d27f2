/** To be described by its collector. */
export interface ChangesFacts {
  readonly todo?: never;
}
