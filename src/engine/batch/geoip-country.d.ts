declare module 'geoip-country' {
  const geoip: {
    /** null for private, reserved and unknown addresses. */
    readonly lookup: (address: string) => { readonly country: string } | null;
  };
  export = geoip;
}
