export interface Signer {
  readonly x: number;
}
