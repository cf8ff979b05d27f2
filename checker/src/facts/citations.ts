/** To be described by its collector. */
export interface CitationsFacts {
  readonly todo?: never;
}
