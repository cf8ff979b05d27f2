/** To be described by its collector. */
export interface HistoryFacts {
  readonly todo?: never;
}
