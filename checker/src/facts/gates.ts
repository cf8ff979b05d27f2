/** To be described by its collector. */
export interface GatesFacts {
  readonly todo?: never;
}
