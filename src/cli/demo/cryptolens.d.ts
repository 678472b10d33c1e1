/** The vendor's SDK for Node, version 1.0.11, as far as this program calls it. Every method takes the server's address last. */
declare module 'cryptolens' {
  interface ActivatedMachine {
    readonly Mid: string;
    readonly IP: string;
    readonly Time: number;
  }

  /** The SDK's licence object after signature verification. Times in Unix seconds. */
  interface LicenseKey {
    readonly ProductId: number;
    readonly ID: number;
    readonly Key: string;
    readonly Created: number;
    readonly Expires: number;
    readonly Period: number;
    readonly F1: boolean;
    readonly F2: boolean;
    readonly F3: boolean;
    readonly Notes: string | null;
    readonly Block: boolean;
    readonly GlobalId: number;
    readonly ActivatedMachines: readonly ActivatedMachine[];
    readonly MaxNoOfMachines: number;
    readonly DataObjects: readonly {
      readonly Id: number;
      readonly Name: string;
      readonly StringValue: string;
      readonly IntValue: number;
    }[];
    readonly RawResponse: object;
  }

  interface Envelope {
    readonly result: number;
    readonly message: string | null;
  }

  interface KeyMethods {
    /** Rejects with the server's message, or when the signature is not by this key. */
    Activate(
      token: string,
      rsaPublicKey: string,
      productId: number,
      key: string,
      machineCode?: string,
      fieldsToReturn?: number,
      metadata?: boolean,
      floatingTimeInterval?: number,
      maxOverdraft?: number,
      licenseServerUrl?: string,
    ): Promise<LicenseKey>;
    /** Resolves to the server's message. */
    Deactivate(
      token: string,
      productId: number,
      key: string,
      machineCode?: string,
      floating?: boolean,
      osInfo?: string | null,
      licenseServerUrl?: string,
    ): Promise<string>;
    GetKey(
      token: string,
      rsaPublicKey: string,
      productId: number,
      key: string,
      fieldsToReturn?: number,
      metadata?: boolean,
      licenseServerUrl?: string,
    ): Promise<LicenseKey>;
    /** Resolves to the key string, or null when it was refused. */
    CreateTrialKey(
      token: string,
      productId: number,
      machineCode: string,
      licenseServerUrl: string,
    ): Promise<string | null>;
    CreateKey(
      token: string,
      productId: number,
      period: number,
      notes?: string,
      block?: boolean,
      customerId?: number | null,
      trialActivation?: boolean,
      maxNoOfMachines?: number,
      allowedMachines?: string | null,
      resellerId?: number,
      noOfKeys?: number,
      f1?: boolean,
      f2?: boolean,
      f3?: boolean,
      f4?: boolean,
      f5?: boolean,
      f6?: boolean,
      f7?: boolean,
      f8?: boolean,
      newCustomer?: boolean,
      addOrUseExistingCustomer?: boolean,
      licenseServerUrl?: string,
    ): Promise<(Envelope & { readonly key: string }) | null>;
    ExtendLicense(token: string, productId: number, key: string, noOfDays: number, url: string): Promise<Envelope>;
    AddFeature(token: string, productId: number, key: string, feature: number, url: string): Promise<Envelope>;
    RemoveFeature(token: string, productId: number, key: string, feature: number, url: string): Promise<Envelope>;
    ChangeNotes(token: string, productId: number, key: string, notes: string, url: string): Promise<Envelope>;
  }

  interface DataMethods {
    /** Resolves to the id of the new data object. */
    AddDataObjectToKey(
      token: string,
      productId: number,
      key: string,
      checkForDuplicates: boolean,
      name: string,
      stringValue: string,
      intValue: number,
      licenseServerUrl: string,
    ): Promise<number>;
  }

  interface HelperMethods {
    SaveAsString(license: LicenseKey): string | null;
    LoadFromString(rsaPublicKey: string, text: string, signatureExpirationDays?: number): LicenseKey | null;
    HasFeature(license: LicenseKey, feature: number | string): boolean;
    HasExpired(license: LicenseKey): boolean;
  }

  const cryptolens: { readonly Key: KeyMethods; readonly Data: DataMethods; readonly Helpers: HelperMethods };
  // biome-ignore lint/style/noDefaultExport: a CommonJS module has no other
  export default cryptolens;
}
