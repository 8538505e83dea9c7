/** What a run did to a definition that its reader should know, though nothing is wrong. */
export interface KeepNote {
  readonly subject: 'host' | 'base-path' | 'schemes' | 'security' | 'parameters' | 'references'
  /** One sentence without a full stop. */
  readonly text: string
}
