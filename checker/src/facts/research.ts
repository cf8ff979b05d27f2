/** To be described by its collector. */
export interface ResearchFacts {
  readonly todo?: never;
}
