/** A link that lets a person set a password once. */
export interface OneTimeLink {
  readonly person: string;
  /** The path with its secret. */
  readonly link: string;
}
