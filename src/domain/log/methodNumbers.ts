/**
 * The number of each method in the log's column `method`; methods of Web API 2 are named `Ext/` and their name. Log rows
 * keep the number, so it is never reused for another method. Gaps are reserved for related methods.
 */
export const METHOD_NUMBERS = {
  Activate: 1,
  GetKey: 2,
  Deactivate: 3,
  CreateKey: 4,
  CreateTrialKey: 5,
  AddFeature: 6,
  RemoveFeature: 7,
  BlockKey: 8,
  UnblockKey: 9,
  ExtendLicense: 10,
  MachineLockLimit: 11,
  ChangeNotes: 12,
  TrialActivation: 13,
  ChangeCustomer: 14,
  DeleteKey: 15,
  SetExcludedFromAnalytics: 16,

  AddDataObject: 20,
  ListDataObjects: 21,
  SetIntValue: 22,
  SetStringValue: 23,
  IncrementIntValue: 24,
  DecrementIntValue: 25,
  RemoveDataObject: 26,
  AddDataObjectToKey: 27,
  ListDataObjectsToKey: 28,
  SetIntValueToKey: 29,
  SetStringValueToKey: 30,
  IncrementIntValueToKey: 31,
  DecrementIntValueToKey: 32,
  RemoveDataObjectToKey: 33,
  AddDataObjectToMachineCode: 34,
  ListDataObjectsToMachineCode: 35,
  SetIntValueToMachineCode: 36,
  SetStringValueToMachineCode: 37,
  IncrementIntValueToMachineCode: 38,
  DecrementIntValueToMachineCode: 39,
  RemoveDataObjectToMachineCode: 40,

  'Ext/WebAPILog': 50,
  'Ext/Validate': 51,
  'Ext/Activate': 52,
  'Ext/Deactivate': 53,
  'Ext/OptionalField': 54,
  'Ext/GetActivatedMachines': 55,
  'Ext/GenerateKey': 56,

  KeyLock: 60,
  GetProducts: 61,
  GetKeys: 62,
  AddCustomer: 63,
  EditCustomer: 64,
  RemoveCustomer: 65,
  GetCustomers: 66,
  GetCustomerLicenses: 67,
  GetCustomerLicensesBySecret: 68,

  GetWebAPILog: 70,
  RegisterEvent: 71,
  RegisterEvents: 72,
  GetEvents: 73,
  GetObjectLog: 74,
  GetLicenseActivityBuckets: 75,
  GetKeyDevices: 76,
  GetKeyUsageSummaries: 77,
  GetDailyAggregates: 78,
  GetDailyCountryAggregates: 79,
  GetSeatUsage: 80,
  GetSeatHolders: 81,

  GetUsers: 100,
  CreateUser: 101,
  ChangeUser: 102,
  RemoveUser: 103,
  ResetPassword: 104,
  GetTokens: 105,
  CreateToken: 106,
  RevokeToken: 107,
  GetAccount: 108,
  GetPrivateKey: 109,
  SetWebAPILog: 110,
  SetName: 111,
  CreateProduct: 112,
  EditProduct: 113,
  Search: 114,
  GetNames: 115,

  GetLogRow: 130,
  GetLogHistogram: 131,
  TailWebAPILog: 132,
  DownloadWebAPILog: 133,
  GetUsageOverview: 134,
  GetSeatPressure: 135,
  GetSuspects: 136,
  GetRefusals: 137,

  GetChanges: 160,
  GetExcludedFromAnalytics: 161,
} as const satisfies Record<string, number>;

/** The next free number. */
export const NEXT_METHOD_NUMBER = 162;

/** Numbers of removed methods, with the name under which their log rows are shown. */
export const RETIRED_NUMBERS: Readonly<Record<number, string>> = {};

type MethodName = keyof typeof METHOD_NUMBERS;

/** The methods of Web API 2 without `Ext/`. */
export type ExtMethodName = MethodName extends infer Name
  ? Name extends `Ext/${infer Action}`
    ? Action
    : never
  : never;

/** The methods of Web API 3. */
export type ApiMethodName = Exclude<MethodName, `Ext/${string}`>;

const names = new Map<number, string>([
  ...Object.entries(RETIRED_NUMBERS).map(([number, name]) => [Number(number), name] as const),
  ...Object.entries(METHOD_NUMBERS).map(([name, number]) => [number, name] as const),
]);

/** The method with a number from a log row: `Activate`, or `Ext/Activate` of Web API 2; null when there is none. */
export const nameOfMethod = (number: number): string | null => names.get(number) ?? null;
