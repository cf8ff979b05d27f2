/** To be described by its collector. */
export interface WorkersFacts {
  readonly todo?: never;
}
