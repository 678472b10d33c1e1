declare module 'geoip-country' {
  /** null for private, reserved and unknown addresses. */
  export const lookup: (address: string) => { readonly country: string } | null;
  const geoip: { readonly lookup: typeof lookup };
  export default geoip;
}
