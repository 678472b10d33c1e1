export interface AccountAccess {
  readonly x: number;
}
