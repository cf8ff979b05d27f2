/** To be described by its collector. */
export interface WorkStateFacts {
  readonly todo?: never;
}
