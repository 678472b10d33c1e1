/** Where customers are. */
export interface Place {
  /** ISO 3166, as analytics show it. */
  readonly country: string;
  /** Of local standard time, from UTC. */
  readonly offsetHours: number;
  readonly legalForm: string;
  /** First halves of addresses of the country's large Internet providers. */
  readonly networks: readonly string[];
}

export const PLACES = {
  DE: { country: 'DE', offsetHours: 1, legalForm: 'GmbH', networks: ['84.150', '91.0', '79.220', '93.192'] },
  GB: { country: 'GB', offsetHours: 0, legalForm: 'Ltd', networks: ['86.128', '81.96', '90.192'] },
  US: { country: 'US', offsetHours: -6, legalForm: 'Inc.', networks: ['73.15', '68.32', '98.192', '76.100'] },
  FR: { country: 'FR', offsetHours: 1, legalForm: 'SAS', networks: ['90.0', '92.128', '82.64'] },
  SE: { country: 'SE', offsetHours: 1, legalForm: 'AB', networks: ['81.224', '90.230', '83.248'] },
  NL: { country: 'NL', offsetHours: 1, legalForm: 'B.V.', networks: ['84.24', '77.160'] },
  NO: { country: 'NO', offsetHours: 1, legalForm: 'AS', networks: ['84.208', '80.202'] },
  ES: { country: 'ES', offsetHours: 1, legalForm: 'S.L.', networks: ['83.32', '88.0'] },
  IT: { country: 'IT', offsetHours: 1, legalForm: 'S.r.l.', networks: ['79.20', '93.32'] },
  CH: { country: 'CH', offsetHours: 1, legalForm: 'AG', networks: ['85.2', '178.196'] },
  PL: { country: 'PL', offsetHours: 1, legalForm: 'Sp. z o.o.', networks: ['83.10', '79.186'] },
  IN: { country: 'IN', offsetHours: 5.5, legalForm: 'Pvt. Ltd.', networks: ['117.200', '59.90', '122.160'] },
  JP: { country: 'JP', offsetHours: 9, legalForm: 'K.K.', networks: ['126.50', '60.32', '118.0'] },
  KR: { country: 'KR', offsetHours: 9, legalForm: 'Co., Ltd.', networks: ['14.32', '175.200'] },
  AU: { country: 'AU', offsetHours: 10, legalForm: 'Pty Ltd', networks: ['58.170', '101.160'] },
  BR: { country: 'BR', offsetHours: -3, legalForm: 'Ltda.', networks: ['177.32', '189.0'] },
  CA: { country: 'CA', offsetHours: -5, legalForm: 'Inc.', networks: ['70.50', '99.230', '24.64'] },
  ZA: { country: 'ZA', offsetHours: 2, legalForm: '(Pty) Ltd', networks: ['105.226', '41.144'] },
} as const satisfies Readonly<Record<string, Place>>;

/** The places of random customers; larger markets are listed more than once. */
export const MARKETS: readonly Place[] = [
  ...[PLACES.DE, PLACES.DE, PLACES.DE, PLACES.GB, PLACES.GB, PLACES.US, PLACES.US, PLACES.US, PLACES.US],
  ...[PLACES.FR, PLACES.FR, PLACES.SE, PLACES.SE, PLACES.NL, PLACES.NO, PLACES.ES, PLACES.IT, PLACES.CH, PLACES.PL],
  ...[PLACES.IN, PLACES.IN, PLACES.JP, PLACES.JP, PLACES.KR, PLACES.AU, PLACES.BR, PLACES.CA, PLACES.ZA],
];
