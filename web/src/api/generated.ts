// Made from the declarations by `npm run generate`: change those, not this file.
/** Each method that the server answers, by what stands after `/api/` in its path: what it takes and what it answers. */
export interface Methods {
  /** Activates a machine on a licence and returns the signed licence. */
  readonly 'key/Activate': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** A readable name of the device. */
      readonly FriendlyName?: string | undefined;
      /** Signs the answer of SignMethod 0, which otherwise has an empty `signature`. That of SignMethod 1 is always signed. */
      readonly Sign?: boolean | undefined;
      /** 1 (StringSign): the licence as signed base64. 0 (LinqSign): as an object, which contains a signature if `Sign` is set. */
      readonly SignMethod?: 0 | 1 | undefined;
      /** Bit mask of what to return, 0 for everything: ID 2, Key 4, Notes 8, GlobalId 16, Customer 32, ActivatedMachines 64, AllowedMachines 128, MaxNoOfMachines 256, DataObjects 512. */
      readonly FieldsToReturn?: number | undefined;
      /** Adds separately signed `metadata`. */
      readonly Metadata?: boolean | undefined;
      /** 2 adds FriendlyName to machines, 3 also FloatingExpires and Reseller. */
      readonly ModelVersion?: 1 | 2 | 3 | undefined;
      /** Seconds; above 0: a floating seat. */
      readonly FloatingTimeInterval?: number | undefined;
      /** How many floating seats beyond the limit this request may use. */
      readonly MaxOverdraft?: number | undefined;
      /** JSON that describes the client’s system; registered as an event. */
      readonly OSInfo?: string | undefined;
    };
    readonly answer: {
      /** SignMethod 1: base64 of the JSON that was signed. SignMethod 0: the licence. */
      readonly licenseKey: string | {
        readonly productId: number;
        readonly id: number;
        readonly key: string | null;
        /** ISO date and time without zone, UTC. */
        readonly created: string;
        /** ISO date and time without zone, UTC. */
        readonly expires: string;
        /** Days. */
        readonly period: number;
        readonly f1: boolean;
        readonly f2: boolean;
        readonly f3: boolean;
        readonly f4: boolean;
        readonly f5: boolean;
        readonly f6: boolean;
        readonly f7: boolean;
        readonly f8: boolean;
        readonly notes: string | null;
        readonly block: boolean;
        readonly globalId: number;
        readonly customer: {
          readonly id: number;
          readonly name: string;
          readonly email: string;
          readonly companyName: string;
          /** ISO date and time without zone, UTC. */
          readonly created: string;
        } | null;
        readonly activatedMachines: readonly {
          /** The machine code; with `floating:` or `floating:overdraft:` before it for a lease. */
          readonly mid: string;
          readonly ip: string;
          /** ISO date and time without zone, UTC. */
          readonly time: string;
          readonly friendlyName?: string | undefined;
          readonly floatingExpires?: string | null | undefined;
        }[];
        readonly trialActivation: boolean;
        readonly maxNoOfMachines: number;
        readonly allowedMachines: string | null;
        readonly dataObjects: readonly {
          readonly id: number;
          readonly name: string;
          readonly stringValue: string;
          readonly intValue: number;
        }[];
        readonly reseller?: null | undefined;
        /** ISO date and time without zone, UTC. */
        readonly signDate: string;
        readonly signature: string;
      };
      /** Base64; SignMethod 1 only. */
      readonly signature?: string | undefined;
      readonly metadata?: {
        readonly activatedMachines: number;
        readonly licenseStatus: {
          readonly isValid: boolean;
          readonly reasonForInvalidity: 0 | 1 | 2;
          readonly trial: boolean;
          readonly timeLimited: boolean;
          readonly timeLeft: number;
        };
        readonly usedFloatingMachines: number;
        readonly signature: string;
      } | undefined;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Sets a feature flag of a licence. */
  readonly 'key/AddFeature': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** 1 to 8, for F1 to F8. */
      readonly Feature: number;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Blocks a license: it can no longer be activated or deactivated. */
  readonly 'key/BlockKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Assigns a licence to another customer, or to none. */
  readonly 'key/ChangeCustomer': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The new customer; 0: none. */
      readonly CustomerId?: number | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Replaces the notes of a licence. */
  readonly 'key/ChangeNotes': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The new notes. */
      readonly Notes?: string | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Creates a licence, or several on the same terms. */
  readonly 'key/CreateKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** Days until the licence expires. */
      readonly Period?: number | undefined;
      /** Feature flag 1. */
      readonly F1?: boolean | undefined;
      /** Feature flag 2. */
      readonly F2?: boolean | undefined;
      /** Feature flag 3. */
      readonly F3?: boolean | undefined;
      /** Feature flag 4. */
      readonly F4?: boolean | undefined;
      /** Feature flag 5. */
      readonly F5?: boolean | undefined;
      /** Feature flag 6. */
      readonly F6?: boolean | undefined;
      /** Feature flag 7. */
      readonly F7?: boolean | undefined;
      /** Feature flag 8. */
      readonly F8?: boolean | undefined;
      /** Notes on the licence. */
      readonly Notes?: string | undefined;
      /** Create the licence blocked. */
      readonly Block?: boolean | undefined;
      /** The customer of the licence; 0: none. */
      readonly CustomerId?: number | undefined;
      /** Create a customer from Name, Email and CompanyName. Requires `AddCustomer`. */
      readonly NewCustomer?: boolean | undefined;
      /** As NewCustomer, unless a customer already has that Email in any case, who is then used unchanged. */
      readonly AddOrUseExistingCustomer?: boolean | undefined;
      /** The name of a new customer. */
      readonly Name?: string | undefined;
      /** The e-mail address of a new customer. */
      readonly Email?: string | undefined;
      /** The company of a new customer. */
      readonly CompanyName?: string | undefined;
      /** A setting of a new customer, stored without effect. */
      readonly EnableCustomerAssociation?: boolean | undefined;
      /** A setting of a new customer, stored without effect. */
      readonly AllowActivationManagement?: boolean | undefined;
      /** A setting of a new customer, stored without effect. */
      readonly AllowMultipleUserAssociation?: boolean | undefined;
      /** Start the countdown upon activation. */
      readonly TrialActivation?: boolean | undefined;
      /** Seats; 0: machines are not locked. */
      readonly MaxNoOfMachines?: number | undefined;
      /** Machine codes, one per line, that may activate beyond the limit. */
      readonly AllowedMachines?: string | undefined;
      /** A test key: left out of the daily usage analytics. */
      readonly ExcludeFromAnalytics?: boolean | undefined;
      /** This server has no resellers: anything but 0 is refused. */
      readonly ResellerId?: number | undefined;
      /** How many licences to create on these terms; default 1. Their Notes and AllowedMachines may have 1000000 UTF-16 units in all. */
      readonly NoOfKeys?: number | undefined;
    };
    readonly answer: {
      /** The first one of `keys`. */
      readonly key: string;
      readonly keys: readonly string[];
      /** The customer that was created, or found by e-mail address. */
      readonly customerId?: number | undefined;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns the trial key of a machine, creating it on the first request. */
  readonly 'key/CreateTrialKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The machine that the trial is for. */
      readonly MachineCode: string;
      /** A readable name of the device. */
      readonly FriendlyName?: string | undefined;
    };
    readonly answer: {
      readonly key: string;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Deactivates a machine and releases its seat. */
  readonly 'key/Deactivate': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** Release the floating lease instead of the node-locked seat. */
      readonly Floating?: boolean | undefined;
      /** JSON that describes the client’s system; registered as an event. */
      readonly OSInfo?: string | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Deletes a licence permanently. */
  readonly 'key/DeleteKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Moves the expiry date of a licence by a number of days. */
  readonly 'key/ExtendLicense': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** Days; negative shortens the licence. */
      readonly NoOfDays?: number | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns whether a key is excluded from the daily usage analytics. */
  readonly 'key/GetExcludedFromAnalytics': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
    };
    readonly answer: {
      /** True: a test key, which is excluded. */
      readonly excluded: boolean;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns a signed licence without changing anything. */
  readonly 'key/GetKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** Signs the answer of SignMethod 0, which otherwise has an empty `signature`. That of SignMethod 1 is always signed. */
      readonly Sign?: boolean | undefined;
      /** 1 (StringSign): the licence as signed base64. 0 (LinqSign): as an object, which contains a signature if `Sign` is set. */
      readonly SignMethod?: 0 | 1 | undefined;
      /** Bit mask of what to return, 0 for everything: ID 2, Key 4, Notes 8, GlobalId 16, Customer 32, ActivatedMachines 64, AllowedMachines 128, MaxNoOfMachines 256, DataObjects 512. */
      readonly FieldsToReturn?: number | undefined;
      /** Adds separately signed `metadata`. */
      readonly Metadata?: boolean | undefined;
      /** 2 adds FriendlyName to machines, 3 also FloatingExpires and Reseller. */
      readonly ModelVersion?: 1 | 2 | 3 | undefined;
      /** Seconds; above 0: a floating seat. */
      readonly FloatingTimeInterval?: number | undefined;
    };
    readonly answer: {
      /** SignMethod 1: base64 of the JSON that was signed. SignMethod 0: the licence. */
      readonly licenseKey: string | {
        readonly productId: number;
        readonly id: number;
        readonly key: string | null;
        /** ISO date and time without zone, UTC. */
        readonly created: string;
        /** ISO date and time without zone, UTC. */
        readonly expires: string;
        /** Days. */
        readonly period: number;
        readonly f1: boolean;
        readonly f2: boolean;
        readonly f3: boolean;
        readonly f4: boolean;
        readonly f5: boolean;
        readonly f6: boolean;
        readonly f7: boolean;
        readonly f8: boolean;
        readonly notes: string | null;
        readonly block: boolean;
        readonly globalId: number;
        readonly customer: {
          readonly id: number;
          readonly name: string;
          readonly email: string;
          readonly companyName: string;
          /** ISO date and time without zone, UTC. */
          readonly created: string;
        } | null;
        readonly activatedMachines: readonly {
          /** The machine code; with `floating:` or `floating:overdraft:` before it for a lease. */
          readonly mid: string;
          readonly ip: string;
          /** ISO date and time without zone, UTC. */
          readonly time: string;
          readonly friendlyName?: string | undefined;
          readonly floatingExpires?: string | null | undefined;
        }[];
        readonly trialActivation: boolean;
        readonly maxNoOfMachines: number;
        readonly allowedMachines: string | null;
        readonly dataObjects: readonly {
          readonly id: number;
          readonly name: string;
          readonly stringValue: string;
          readonly intValue: number;
        }[];
        readonly reseller?: null | undefined;
        /** ISO date and time without zone, UTC. */
        readonly signDate: string;
        readonly signature: string;
      };
      /** Base64; SignMethod 1 only. */
      readonly signature?: string | undefined;
      readonly metadata?: {
        readonly activatedMachines: number;
        readonly licenseStatus: {
          readonly isValid: boolean;
          readonly reasonForInvalidity: 0 | 1 | 2;
          readonly trial: boolean;
          readonly timeLimited: boolean;
          readonly timeLeft: number;
        };
        readonly usedFloatingMachines: number;
        readonly signature: string;
      } | undefined;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Sets the number of machines that may be activated on a licence. */
  readonly 'key/MachineLockLimit': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** Seats; 0: machines are not locked. */
      readonly NumberOfMachines: number;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Clears a feature flag of a licence. */
  readonly 'key/RemoveFeature': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** 1 to 8, for F1 to F8. */
      readonly Feature: number;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Excludes a test key from the daily usage analytics, or includes it again. */
  readonly 'key/SetExcludedFromAnalytics': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** True: the key is excluded. False: it counts. */
      readonly Excluded: boolean;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Sets whether the countdown of a licence starts on activation. */
  readonly 'key/TrialActivation': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** If not given, this is switched off. */
      readonly Enabled?: boolean | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Unblocks a licence. */
  readonly 'key/UnblockKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Adds a data object to the account, a product or a key. */
  readonly 'data/AddDataObject': {
    readonly parameters: {
      /** What the data object belongs to: 0 (User) the account, 1 (Product), 2 (Key). */
      readonly ReferencerType?: 0 | 1 | 2 | undefined;
      /** The product id or the key’s GlobalId. Ignored for the account. */
      readonly ReferencerId?: number | undefined;
      /** May be empty; the object then has only an id. */
      readonly Name?: string | undefined;
      /** Stored unchanged: `None` and `null` are ordinary text. */
      readonly StringValue?: string | undefined;
      /** An int32. */
      readonly IntValue?: number | undefined;
      /** Refuses a second object of this name and owner. */
      readonly CheckForDuplicates?: boolean | undefined;
    };
    readonly answer: {
      /** The new object’s id. */
      readonly id: number;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Adds a data object to a key. */
  readonly 'data/AddDataObjectToKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** May be empty; the object then has only an id. */
      readonly Name?: string | undefined;
      /** Stored unchanged: `None` and `null` are ordinary text. */
      readonly StringValue?: string | undefined;
      /** An int32. */
      readonly IntValue?: number | undefined;
      /** Refuses a second object of this name and owner. */
      readonly CheckForDuplicates?: boolean | undefined;
    };
    readonly answer: {
      /** The new object’s id. */
      readonly id: number;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Adds a data object to a machine of a key. */
  readonly 'data/AddDataObjectToMachineCode': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** May be empty; the object then has only an id. */
      readonly Name?: string | undefined;
      /** Stored unchanged: `None` and `null` are ordinary text. */
      readonly StringValue?: string | undefined;
      /** An int32. */
      readonly IntValue?: number | undefined;
      /** Refuses a second object of this name and owner. */
      readonly CheckForDuplicates?: boolean | undefined;
    };
    readonly answer: {
      /** The new object’s id. */
      readonly id: number;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Subtracts from the integer of a data object of the account, a product or a key. */
  readonly 'data/DecrementIntValue': {
    readonly parameters: {
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The step. Its sign is ignored. */
      readonly IntValue?: number | undefined;
      /** Whether Bound applies. */
      readonly EnableBound?: boolean | undefined;
      /** The last value that may be reached. A step beyond it is refused entirely. */
      readonly Bound?: number | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Subtracts from the integer of a data object of a key. */
  readonly 'data/DecrementIntValueToKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The data object’s name, if Id is not given. If several have the name, the oldest is used. */
      readonly Name?: string | undefined;
      /** The step. Its sign is ignored. */
      readonly IntValue?: number | undefined;
      /** Whether Bound applies. */
      readonly EnableBound?: boolean | undefined;
      /** The last value that may be reached. A step beyond it is refused entirely. */
      readonly Bound?: number | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Subtracts from the integer of a data object of a machine of a key. */
  readonly 'data/DecrementIntValueToMachineCode': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The data object’s name, if Id is not given. If several have the name, the oldest is used. */
      readonly Name?: string | undefined;
      /** The step. Its sign is ignored. */
      readonly IntValue?: number | undefined;
      /** Whether Bound applies. */
      readonly EnableBound?: boolean | undefined;
      /** The last value that may be reached. A step beyond it is refused entirely. */
      readonly Bound?: number | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Adds to the integer of a data object of the account, a product or a key. */
  readonly 'data/IncrementIntValue': {
    readonly parameters: {
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The step. Its sign is ignored. */
      readonly IntValue?: number | undefined;
      /** Whether Bound applies. */
      readonly EnableBound?: boolean | undefined;
      /** The last value that may be reached. A step beyond it is refused entirely. */
      readonly Bound?: number | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Adds to the integer of a data object of a key. */
  readonly 'data/IncrementIntValueToKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The data object’s name, if Id is not given. If several have the name, the oldest is used. */
      readonly Name?: string | undefined;
      /** The step. Its sign is ignored. */
      readonly IntValue?: number | undefined;
      /** Whether Bound applies. */
      readonly EnableBound?: boolean | undefined;
      /** The last value that may be reached. A step beyond it is refused entirely. */
      readonly Bound?: number | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Adds to the integer of a data object of a machine of a key. */
  readonly 'data/IncrementIntValueToMachineCode': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The data object’s name, if Id is not given. If several have the name, the oldest is used. */
      readonly Name?: string | undefined;
      /** The step. Its sign is ignored. */
      readonly IntValue?: number | undefined;
      /** Whether Bound applies. */
      readonly EnableBound?: boolean | undefined;
      /** The last value that may be reached. A step beyond it is refused entirely. */
      readonly Bound?: number | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Lists the data objects of the account, a product or a key, or all of them. */
  readonly 'data/ListDataObjects': {
    readonly parameters: {
      /** What the data object belongs to: 0 (User) the account, 1 (Product), 2 (Key). */
      readonly ReferencerType?: 0 | 1 | 2 | undefined;
      /** The product id or the key’s GlobalId. Ignored for the account. */
      readonly ReferencerId?: number | undefined;
      /** Only objects whose name contains this, case-sensitive. */
      readonly Contains?: string | undefined;
      /** Lists all data objects of the account, each with referencerType (3: a machine code of a key) and referencerId. */
      readonly ShowAll?: boolean | undefined;
      /** With ShowAll: only objects with a greater id. */
      readonly StartingAfter?: number | undefined;
    };
    readonly answer: {
      readonly dataObjects: readonly {
        readonly id: number;
        readonly name: string;
        readonly stringValue: string;
        readonly intValue: number;
        readonly referencerType?: number | undefined;
        readonly referencerId?: number | undefined;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Lists the data objects of a key. */
  readonly 'data/ListDataObjectsToKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** Only objects whose name contains this, case-sensitive. */
      readonly Contains?: string | undefined;
    };
    readonly answer: {
      readonly dataObjects: readonly {
        readonly id: number;
        readonly name: string;
        readonly stringValue: string;
        readonly intValue: number;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Lists the data objects of a machine of a key. */
  readonly 'data/ListDataObjectsToMachineCode': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** Only objects whose name contains this, case-sensitive. */
      readonly Contains?: string | undefined;
    };
    readonly answer: {
      readonly dataObjects: readonly {
        readonly id: number;
        readonly name: string;
        readonly stringValue: string;
        readonly intValue: number;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Removes a data object of the account, a product or a key. */
  readonly 'data/RemoveDataObject': {
    readonly parameters: {
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Removes a data object of a key. */
  readonly 'data/RemoveDataObjectToKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The data object’s name, if Id is not given. If several have the name, the oldest is used. */
      readonly Name?: string | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Removes a data object of a machine of a key. */
  readonly 'data/RemoveDataObjectToMachineCode': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The data object’s name, if Id is not given. If several have the name, the oldest is used. */
      readonly Name?: string | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Sets the integer of a data object of the account, a product or a key. */
  readonly 'data/SetIntValue': {
    readonly parameters: {
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** An integer beyond int32 is stored as 0. */
      readonly IntValue: number;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Sets the integer of a data object of a key. */
  readonly 'data/SetIntValueToKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The data object’s name, if Id is not given. If several have the name, the oldest is used. */
      readonly Name?: string | undefined;
      /** An integer beyond int32 is stored as 0. */
      readonly IntValue: number;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Sets the integer of a data object of a machine of a key. */
  readonly 'data/SetIntValueToMachineCode': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The data object’s name, if Id is not given. If several have the name, the oldest is used. */
      readonly Name?: string | undefined;
      /** An integer beyond int32 is stored as 0. */
      readonly IntValue: number;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Sets the string of a data object of the account, a product or a key. */
  readonly 'data/SetStringValue': {
    readonly parameters: {
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** Stored unchanged: `None` and `null` are ordinary text. Default: the empty text. */
      readonly StringValue?: string | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Sets the string of a data object of a key. */
  readonly 'data/SetStringValueToKey': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The data object’s name, if Id is not given. If several have the name, the oldest is used. */
      readonly Name?: string | undefined;
      /** Stored unchanged: `None` and `null` are ordinary text. Default: the empty text. */
      readonly StringValue?: string | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Sets the string of a data object of a machine of a key. */
  readonly 'data/SetStringValueToMachineCode': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** The data object’s id. 0: Name is used instead. */
      readonly Id?: number | undefined;
      /** The data object’s name, if Id is not given. If several have the name, the oldest is used. */
      readonly Name?: string | undefined;
      /** Stored unchanged: `None` and `null` are ordinary text. Default: the empty text. */
      readonly StringValue?: string | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Lists a product’s licences page by page. */
  readonly 'product/GetKeys': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The page number, from 1; default 1. */
      readonly Page?: number | undefined;
      /** A field of the licence, optionally followed by `ascending` (the default) or `descending`. Default: `ID ascending`. */
      readonly OrderBy?: string | undefined;
      /** Which licences to list; see above. */
      readonly SearchQuery?: string | undefined;
      /** Only the licence with this GlobalId. */
      readonly GlobalId?: number | undefined;
      /** 2 adds FriendlyName to machines, 3 also FloatingExpires and Reseller. */
      readonly ModelVersion?: 1 | 2 | 3 | undefined;
    };
    readonly answer: {
      readonly licenseKeys: readonly {
        readonly productId: number;
        readonly id: number;
        readonly key: string | null;
        /** ISO date and time without zone, UTC. */
        readonly created: string;
        /** ISO date and time without zone, UTC. */
        readonly expires: string;
        /** Days. */
        readonly period: number;
        readonly f1: boolean;
        readonly f2: boolean;
        readonly f3: boolean;
        readonly f4: boolean;
        readonly f5: boolean;
        readonly f6: boolean;
        readonly f7: boolean;
        readonly f8: boolean;
        readonly notes: string | null;
        readonly block: boolean;
        readonly globalId: number;
        readonly customer: {
          readonly id: number;
          readonly name: string;
          readonly email: string;
          readonly companyName: string;
          /** ISO date and time without zone, UTC. */
          readonly created: string;
        } | null;
        readonly activatedMachines: readonly {
          /** The machine code; with `floating:` or `floating:overdraft:` before it for a lease. */
          readonly mid: string;
          readonly ip: string;
          /** ISO date and time without zone, UTC. */
          readonly time: string;
          readonly friendlyName?: string | undefined;
          readonly floatingExpires?: string | null | undefined;
        }[];
        readonly trialActivation: boolean;
        readonly maxNoOfMachines: number;
        readonly allowedMachines: string | null;
        readonly dataObjects: readonly {
          readonly id: number;
          readonly name: string;
          readonly stringValue: string;
          readonly intValue: number;
        }[];
        readonly reseller?: null | undefined;
        /** ISO date and time without zone, UTC. */
        readonly signDate: string;
        readonly signature: string;
      }[];
      /** Licenses on this page. */
      readonly returned: number;
      /** Licenses on all pages. */
      readonly total: number;
      readonly pageCount: number;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Lists the account’s products. */
  readonly 'product/GetProducts': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly answer: {
      readonly products: readonly {
        readonly id: number;
        readonly name: string;
        readonly description: string;
        /** ISO date and time without zone, UTC. */
        readonly creationDate: string;
        readonly password: null;
        readonly isPublic: boolean;
        /** 1: SKM15, the only one on this server. */
        readonly keyAlgorithm: 1;
        readonly featureDefinitions: {
          readonly f1: {
            readonly name: string;
            /** 0 plain, 1 time-limited, 2 trial. */
            readonly type: number;
          };
          readonly f2: {
            readonly name: string;
            /** 0 plain, 1 time-limited, 2 trial. */
            readonly type: number;
          };
          readonly f3: {
            readonly name: string;
            /** 0 plain, 1 time-limited, 2 trial. */
            readonly type: number;
          };
          readonly f4: {
            readonly name: string;
            /** 0 plain, 1 time-limited, 2 trial. */
            readonly type: number;
          };
          readonly f5: {
            readonly name: string;
            /** 0 plain, 1 time-limited, 2 trial. */
            readonly type: number;
          };
          readonly f6: {
            readonly name: string;
            /** 0 plain, 1 time-limited, 2 trial. */
            readonly type: number;
          };
          readonly f7: {
            readonly name: string;
            /** 0 plain, 1 time-limited, 2 trial. */
            readonly type: number;
          };
          readonly f8: {
            readonly name: string;
            /** 0 plain, 1 time-limited, 2 trial. */
            readonly type: number;
          };
          readonly allLicensesTimeLimited: boolean;
          readonly blockExpiredLicenses: boolean;
        };
        readonly dataObjects: readonly {
          readonly id: number;
          readonly name: string;
          readonly stringValue: string;
          readonly intValue: number;
        }[];
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Creates a product. */
  readonly 'product/CreateProduct': {
    readonly parameters: {
      /** The product’s name. */
      readonly Name: string;
      /** Only the account’s own users see it. */
      readonly Description?: string | undefined;
      /** Names of the features F1 to F8, in order. "" and names that are left out stay unchanged. */
      readonly FeatureNames?: readonly string[] | undefined;
      /** Web API 2 works for public products only. */
      readonly IsPublic?: boolean | undefined;
    };
    readonly answer: {
      readonly productId: number;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Changes a product. */
  readonly 'product/EditProduct': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The product’s name. */
      readonly Name?: string | undefined;
      /** Only the account’s own users see it. */
      readonly Description?: string | undefined;
      /** Names of the features F1 to F8, in order. "" and names that are left out stay unchanged. */
      readonly FeatureNames?: readonly string[] | undefined;
      /** Web API 2 works for public products only. */
      readonly IsPublic?: boolean | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Adds a customer. */
  readonly 'customer/AddCustomer': {
    readonly parameters: {
      /** The customer’s name. */
      readonly Name?: string | undefined;
      /** The e-mail address; need not be unique. */
      readonly Email?: string | undefined;
      /** The company. */
      readonly CompanyName?: string | undefined;
      /** Notes of your own. */
      readonly Notes?: string | undefined;
      /** Stored without effect: this server has no customer portal. */
      readonly EnableCustomerAssociation?: boolean | undefined;
      /** Stored without effect: this server has no customer portal. */
      readonly AllowActivationManagement?: boolean | undefined;
      /** Stored without effect: this server has no customer portal. */
      readonly AllowMultipleUserAssociation?: boolean | undefined;
    };
    readonly answer: {
      readonly customerId: number;
      readonly portalLink: null;
      readonly secret: string;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Changes the given fields of a customer. */
  readonly 'customer/EditCustomer': {
    readonly parameters: {
      /** The customer id. */
      readonly CustomerId: number;
      /** The customer’s name. */
      readonly Name?: string | undefined;
      /** The e-mail address; need not be unique. */
      readonly Email?: string | undefined;
      /** The company. */
      readonly CompanyName?: string | undefined;
      /** Notes of your own. */
      readonly Notes?: string | undefined;
      /** Replaces the secret by a new random one, which the answer returns. */
      readonly Secret?: boolean | undefined;
      /** A secret of your own choice, unique in the account. Not together with `Secret`. */
      readonly SecretText?: string | undefined;
      /** Devices of the customer over all licences; 0: no limit. Stored without effect. */
      readonly MaxNoOfDevices?: number | undefined;
      /** Stored without effect: this server has no customer portal. */
      readonly EnableCustomerAssociation?: boolean | undefined;
      /** Stored without effect: this server has no customer portal. */
      readonly AllowActivationManagement?: boolean | undefined;
      /** Stored without effect: this server has no customer portal. */
      readonly AllowMultipleUserAssociation?: boolean | undefined;
    };
    readonly answer: {
      readonly customerId: number;
      readonly portalLink?: null | undefined;
      /** The new secret. */
      readonly secret?: string | undefined;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Lists a customer’s licences. */
  readonly 'customer/GetCustomerLicenses': {
    readonly parameters: {
      /** The customer id. */
      readonly CustomerId: number;
      /** Includes machines and data objects, as ModelVersion 3 always does; otherwise those lists are empty. */
      readonly Detailed?: boolean | undefined;
      /** Adds separately signed `metadata` to each licence. */
      readonly Metadata?: boolean | undefined;
      /** 2 adds FriendlyName to machines, 3 also FloatingExpires and Reseller. */
      readonly ModelVersion?: 1 | 2 | 3 | undefined;
    };
    readonly answer: {
      readonly licenseKeys: readonly {
        readonly productId: number;
        readonly id: number;
        readonly key: string | null;
        /** ISO date and time without zone, UTC. */
        readonly created: string;
        /** ISO date and time without zone, UTC. */
        readonly expires: string;
        /** Days. */
        readonly period: number;
        readonly f1: boolean;
        readonly f2: boolean;
        readonly f3: boolean;
        readonly f4: boolean;
        readonly f5: boolean;
        readonly f6: boolean;
        readonly f7: boolean;
        readonly f8: boolean;
        readonly notes: string | null;
        readonly block: boolean;
        readonly globalId: number;
        readonly customer: {
          readonly id: number;
          readonly name: string;
          readonly email: string;
          readonly companyName: string;
          /** ISO date and time without zone, UTC. */
          readonly created: string;
        } | null;
        readonly activatedMachines: readonly {
          /** The machine code; with `floating:` or `floating:overdraft:` before it for a lease. */
          readonly mid: string;
          readonly ip: string;
          /** ISO date and time without zone, UTC. */
          readonly time: string;
          readonly friendlyName?: string | undefined;
          readonly floatingExpires?: string | null | undefined;
        }[];
        readonly trialActivation: boolean;
        readonly maxNoOfMachines: number;
        readonly allowedMachines: string | null;
        readonly dataObjects: readonly {
          readonly id: number;
          readonly name: string;
          readonly stringValue: string;
          readonly intValue: number;
        }[];
        readonly reseller?: null | undefined;
        /** ISO date and time without zone, UTC. */
        readonly signDate: string;
        readonly signature: string;
        readonly metadata?: {
          readonly activatedMachines: number;
          readonly licenseStatus: {
            readonly isValid: boolean;
            readonly reasonForInvalidity: 0 | 1 | 2;
            readonly trial: boolean;
            readonly timeLimited: boolean;
            readonly timeLeft: number;
          };
          readonly usedFloatingMachines: number;
          readonly signature: string;
        } | undefined;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Lists the licences of the customer with a given secret. */
  readonly 'customer/GetCustomerLicensesBySecret': {
    readonly parameters: {
      /** The customer’s secret. */
      readonly Secret: string;
      /** Includes machines and data objects, as ModelVersion 3 always does; otherwise those lists are empty. */
      readonly Detailed?: boolean | undefined;
      /** Adds separately signed `metadata` to each licence. */
      readonly Metadata?: boolean | undefined;
      /** 2 adds FriendlyName to machines, 3 also FloatingExpires and Reseller. */
      readonly ModelVersion?: 1 | 2 | 3 | undefined;
    };
    readonly answer: {
      readonly licenseKeys: readonly {
        readonly productId: number;
        readonly id: number;
        readonly key: string | null;
        /** ISO date and time without zone, UTC. */
        readonly created: string;
        /** ISO date and time without zone, UTC. */
        readonly expires: string;
        /** Days. */
        readonly period: number;
        readonly f1: boolean;
        readonly f2: boolean;
        readonly f3: boolean;
        readonly f4: boolean;
        readonly f5: boolean;
        readonly f6: boolean;
        readonly f7: boolean;
        readonly f8: boolean;
        readonly notes: string | null;
        readonly block: boolean;
        readonly globalId: number;
        readonly customer: {
          readonly id: number;
          readonly name: string;
          readonly email: string;
          readonly companyName: string;
          /** ISO date and time without zone, UTC. */
          readonly created: string;
        } | null;
        readonly activatedMachines: readonly {
          /** The machine code; with `floating:` or `floating:overdraft:` before it for a lease. */
          readonly mid: string;
          readonly ip: string;
          /** ISO date and time without zone, UTC. */
          readonly time: string;
          readonly friendlyName?: string | undefined;
          readonly floatingExpires?: string | null | undefined;
        }[];
        readonly trialActivation: boolean;
        readonly maxNoOfMachines: number;
        readonly allowedMachines: string | null;
        readonly dataObjects: readonly {
          readonly id: number;
          readonly name: string;
          readonly stringValue: string;
          readonly intValue: number;
        }[];
        readonly reseller?: null | undefined;
        /** ISO date and time without zone, UTC. */
        readonly signDate: string;
        readonly signature: string;
        readonly metadata?: {
          readonly activatedMachines: number;
          readonly licenseStatus: {
            readonly isValid: boolean;
            readonly reasonForInvalidity: 0 | 1 | 2;
            readonly trial: boolean;
            readonly timeLimited: boolean;
            readonly timeLeft: number;
          };
          readonly usedFloatingMachines: number;
          readonly signature: string;
        } | undefined;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Lists customers, those with the greatest id first. */
  readonly 'customer/GetCustomers': {
    readonly parameters: {
      /** Part of the name, company, e-mail address or secret, case-insensitive. */
      readonly Search?: string | undefined;
      /** A number in `Search` also finds the customer with that id. */
      readonly IncludeIdInSearch?: boolean | undefined;
      /** Only this customer. */
      readonly CustomerId?: number | undefined;
      /** How many, at most and by default 10000. */
      readonly Limit?: number | undefined;
      /** Customers with a smaller id: pass the last id of a page to get the next page. Not together with `SortByCreatedDescending`. */
      readonly EndingBefore?: number | undefined;
      /** By time of creation, which differs from the order of ids for imported customers. */
      readonly SortByCreatedDescending?: boolean | undefined;
    };
    readonly answer: {
      readonly customers: readonly {
        readonly id: number;
        readonly name: string | null;
        readonly email: string | null;
        readonly companyName: string | null;
        /** ISO date and time without zone, UTC. */
        readonly created: string;
      }[];
      readonly resellerCustomers: readonly {
        readonly id: number;
        readonly name: string | null;
        readonly email: string | null;
        readonly companyName: string | null;
        /** ISO date and time without zone, UTC. */
        readonly created: string;
      }[];
      readonly visibleCustomers: readonly {
        readonly id: number;
        readonly name: string | null;
        readonly email: string | null;
        readonly companyName: string | null;
        /** ISO date and time without zone, UTC. */
        readonly created: string;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Removes a customer. */
  readonly 'customer/RemoveCustomer': {
    readonly parameters: {
      /** The customer id. */
      readonly CustomerId: number;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Creates a token that works for one key only. */
  readonly 'auth/KeyLock': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId: number;
      /** The key string. */
      readonly Key: string;
    };
    readonly answer: {
      /** The licence’s GlobalId. */
      readonly keyId: number;
      /** The new token. */
      readonly token: string;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Lists access tokens, newest first, without the tokens themselves. */
  readonly 'auth/GetTokens': {
    readonly parameters: {
      /** How many, at most 100. */
      readonly Limit?: number | undefined;
      /** Tokens with a smaller id. */
      readonly EndingBefore?: number | undefined;
    };
    readonly answer: {
      readonly tokens: readonly {
        readonly id: number;
        readonly name: string;
        /** Who created it. */
        readonly userId: number;
        readonly permissions: 'all' | readonly string[];
        /** The only product it works for; 0: none. */
        readonly productLock: number;
        /** The GlobalId of the only key it works for, or below 0: calls must name a key; 0: none. */
        readonly keyLock: number;
        /** Its meaning depends on the method; 0: none. */
        readonly featureLock: number;
        /** Unix seconds. */
        readonly created: number;
        /** Unix seconds. null: never. */
        readonly expires: number | null;
        /** Unix seconds. null: not revoked. */
        readonly revoked: number | null;
        /** Unix seconds, to the hour or so. null: never. */
        readonly lastUsed: number | null;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Creates an access token. */
  readonly 'auth/CreateToken': {
    readonly parameters: {
      /** A name for the token. */
      readonly Name: string;
      /** `all`, or names as a JSON array or separated by commas. */
      readonly Permissions: 'all' | readonly ('Activate' | 'Deactivate' | 'GetKey' | 'GetKeys' | 'CreateKey' | 'CreateTrialKey' | 'ExtendLicense' | 'AddFeature' | 'RemoveFeature' | 'BlockKey' | 'UnblockKey' | 'ChangeNotes' | 'ChangeCustomer' | 'MachineLockLimit' | 'TrialActivation' | 'AddDataObject' | 'ListDataObjects' | 'SetIntValue' | 'SetStringValue' | 'IncrementIntValue' | 'DecrementIntValue' | 'RemoveDataObject' | 'AddCustomer' | 'EditCustomer' | 'RemoveCustomer' | 'GetCustomers' | 'GetCustomerLicenses' | 'GetCustomerLicensesBySecret' | 'GetProducts' | 'RegisterEvent' | 'GetWebAPILog' | 'GetEvents' | 'GetObjectLog' | 'UsageAnalytics' | 'DeleteKey' | 'SetExcludedFromAnalytics' | 'ManageUsers' | 'ManageTokens' | 'ManageAccount' | 'CreateProduct' | 'EditProduct')[];
      /** Only this product; 0: not locked to one. */
      readonly ProductLock?: number | undefined;
      /** Only the key with this GlobalId; below 0: calls must name a key; 0: not locked to one. */
      readonly KeyLock?: number | undefined;
      /** Its meaning depends on the method; 0: none. */
      readonly FeatureLock?: number | undefined;
      /** Unix seconds when the token expires. Default: never. */
      readonly Expires?: number | undefined;
    };
    readonly answer: {
      readonly tokenId: number;
      /** The new token. */
      readonly token: string;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Revokes an access token. */
  readonly 'auth/RevokeToken': {
    readonly parameters: {
      /** The token’s id. */
      readonly TokenId: number;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Lists the users of the dashboard. */
  readonly 'user/GetUsers': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly answer: {
      readonly users: readonly {
        /** As in the Object Log. */
        readonly id: number;
        /** null: the first owner has not set a password yet. */
        readonly email: string | null;
        readonly name: string;
        readonly role: 'owner' | 'support' | 'analyst';
        /** Unix seconds. */
        readonly created: number;
        /** Unix seconds of the last sign-in with the password. null: never. */
        readonly lastSignIn: number | null;
        readonly hasPassword: boolean;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns the names of users by their ids in the Object Log. */
  readonly 'user/GetNames': {
    readonly parameters: {
      /** Ids as a JSON array, at most 100. */
      readonly UserIds: readonly number[];
    };
    readonly answer: {
      readonly users: readonly {
        readonly id: number;
        readonly name: string;
        readonly removed: boolean;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Creates a dashboard user and a one-time link to set the password. */
  readonly 'user/CreateUser': {
    readonly parameters: {
      /** The address to sign in with, case-insensitive. */
      readonly Email: string;
      /** The user’s name. Default: the e-mail address. */
      readonly Name?: string | undefined;
      /** The user’s role. */
      readonly Role: 'owner' | 'support' | 'analyst';
    };
    readonly answer: {
      readonly userId: number;
      /** A path on this server with a secret: `/welcome#…`. It sets the password once, within 3 days, and is shown here and never again. */
      readonly link: string;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Changes a user’s name, e-mail address or role. */
  readonly 'user/ChangeUser': {
    readonly parameters: {
      /** The user’s id. */
      readonly UserId: number;
      /** The user’s name. */
      readonly Name?: string | undefined;
      /** The address to sign in with, case-insensitive. */
      readonly Email?: string | undefined;
      /** The user’s role; see CreateUser. */
      readonly Role?: 'owner' | 'support' | 'analyst' | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Removes a user with all sessions, links and the password. */
  readonly 'user/RemoveUser': {
    readonly parameters: {
      /** The user’s id. */
      readonly UserId: number;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Creates a one-time link with which a user sets a new password. */
  readonly 'user/ResetPassword': {
    readonly parameters: {
      /** The user’s id. */
      readonly UserId: number;
    };
    readonly answer: {
      /** A path on this server with a secret: `/welcome#…`. It sets the password once, within 3 days, and is shown here and never again. */
      readonly link: string;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns the account, its public key and its settings. */
  readonly 'account/GetAccount': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly answer: {
      readonly id: number;
      readonly name: string;
      /** Unix seconds. */
      readonly created: number;
      /** Whether Web API 2 may read the log. */
      readonly webAPILog: boolean;
      /** XML, as the client SDKs take it. */
      readonly publicKey: string;
      readonly retention: {
        /** Days that events are kept; 0: forever. */
        readonly eventDays: number;
        /** Days that the Object Log is kept; 0: forever. */
        readonly objectLogDays: number;
        /** Months that addresses are kept; 0: forever. */
        readonly addressMonths: number;
      };
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns the private key with which the owner calls Web API 2. */
  readonly 'account/GetPrivateKey': {
    readonly parameters: Readonly<Record<string, never>>;
    readonly answer: {
      readonly privateKey: string;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Allows or forbids reading the log through Web API 2. */
  readonly 'account/SetWebAPILog': {
    readonly parameters: {
      /** True: Web API 2 may read the log. */
      readonly Enabled: boolean;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Renames the account. */
  readonly 'account/SetName': {
    readonly parameters: {
      /** The name. */
      readonly Name: string;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Downloads all matching rows of the Web API Log as a file, CSV or NDJSON. */
  readonly 'ai/DownloadWebAPILog': {
    readonly parameters: {
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Rows of this key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** Rows of exactly this machine code, case-sensitive. */
      readonly MachineCode?: string | undefined;
      /** Rows whose friendly name contains this, case-insensitive. */
      readonly FriendlyName?: string | undefined;
      /** Rows with one of these states: a JSON array. */
      readonly States?: readonly number[] | undefined;
      /** Rows that show this as `ip`. A full address matches its network, because rows show masked addresses only. */
      readonly Address?: string | undefined;
      /** Rows whose caller was in this country at the time: ISO 3166 alpha-2, case-insensitive. */
      readonly Country?: string | undefined;
      /** A Unix time, or JSON with any of `gt`, `gte`, `lt`, `lte`, for example {"gte":1534407953}. */
      readonly Time?: {
        readonly gt?: number | undefined;
        readonly gte?: number | undefined;
        readonly lt?: number | undefined;
        readonly lte?: number | undefined;
      } | undefined;
      /** Rows with a greater id. */
      readonly StartingAfter?: number | undefined;
      /** Rows with a smaller id, greatest first; takes precedence over StartingAfter. */
      readonly EndingBefore?: number | undefined;
      /** `Id` or `Time`, optionally followed by `ascending` (the default) or `descending`. */
      readonly OrderBy?: string | undefined;
      /** `csv` (0) or `ndjson` (1). */
      readonly Format?: 0 | 1 | undefined;
    };
    readonly answer: {
      readonly id: number;
      /** 0: the request named none. */
      readonly productId: number;
      /** The key string, or the text sent as one. */
      readonly key: string;
      /** Masked: an IPv4 address ends in 0, an IPv6 address is cut to its /48. */
      readonly ip: string;
      /** Unix seconds. */
      readonly time: number;
      readonly state: number;
      /** null: the method has no machine. */
      readonly machineCode: string | null;
      readonly friendlyName: string;
      /** Unix seconds when the floating lease expires; 0: no lease. */
      readonly floatingExpires: number;
      /** The value that was sent, not the new total. */
      readonly doIntValue: number;
      readonly doId: number;
      /** ISO date and time, UTC, to the millisecond. */
      readonly timeUtc: string;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns rows of the Object Log, newest first, with the names of users, tokens and objects. */
  readonly 'ai/GetChanges': {
    readonly parameters: {
      /** How many rows, at most 100. */
      readonly Limit?: number | undefined;
      /** Rows with a smaller id. */
      readonly EndingBefore?: number | undefined;
      /** Rows about one kind of object: 0 token, user or account, 1 customer, 3 licence, 5 product, 6 data object. */
      readonly ResourceType?: number | undefined;
      /** Rows about the object with this id; requires ResourceType. */
      readonly ObjectId?: number | undefined;
      /** Rows of changes by this user, including those by the user’s tokens. */
      readonly UserId?: number | undefined;
    };
    readonly answer: {
      readonly changes: readonly {
        readonly id: number;
        /** Unix seconds. */
        readonly created: number;
        /** As in GetObjectLog. */
        readonly resourceType: number;
        /** 0 None, 1 Added, 2 Updated, 3 Deleted. */
        readonly resourceAction: number;
        readonly objectId: number;
        /** Of a product or customer that still exists. */
        readonly objectName: string | null;
        /** Of a licence; otherwise 0. */
        readonly productId: number;
        /** Of a licence that still exists; otherwise empty. */
        readonly key: string;
        readonly userId: number;
        readonly userName: string | null;
        /** 0: no token, but a signed-in user or the command line. */
        readonly tokenId: number;
        readonly tokenName: string | null;
        /** JSON: the object when added or deleted, otherwise {"field": [old, new]}. */
        readonly data: string;
      }[];
      /** EndingBefore of the next call; null: no more rows. */
      readonly next: number | null;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns usage totals of each product and day. */
  readonly 'ai/GetDailyAggregates': {
    readonly parameters: {
      /** How many rows, at most 1000. */
      readonly Limit?: number | undefined;
      /** Rows with a greater id. */
      readonly StartingAfter?: number | undefined;
      /** Rows with a smaller id, greatest first; takes precedence over StartingAfter. */
      readonly EndingBefore?: number | undefined;
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** `yyyy-MM-dd` (UTC): this day and later ones. */
      readonly Start?: string | undefined;
      /** `yyyy-MM-dd` (UTC): this day and earlier ones. */
      readonly End?: string | undefined;
    };
    readonly answer: {
      readonly aggregates: readonly {
        /** The id of the first log row that counts here; it never changes. */
        readonly id: number;
        readonly productId: number;
        /** `yyyy-MM-dd` (UTC). */
        readonly date: string;
        readonly totalRequestsLogged: number;
        readonly successful: number;
        readonly failed: number;
        readonly activeDevices: number;
        readonly activeKeys: number;
        readonly activeCustomers: number;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns usage totals of each product, day and country. */
  readonly 'ai/GetDailyCountryAggregates': {
    readonly parameters: {
      /** How many rows, at most 1000. */
      readonly Limit?: number | undefined;
      /** Rows with a greater id. */
      readonly StartingAfter?: number | undefined;
      /** Rows with a smaller id, greatest first; takes precedence over StartingAfter. */
      readonly EndingBefore?: number | undefined;
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Rows of this country: two letters (ISO 3166). */
      readonly CountryCode?: string | undefined;
      /** `yyyy-MM-dd` (UTC): this day and later ones. */
      readonly Start?: string | undefined;
      /** `yyyy-MM-dd` (UTC): this day and earlier ones. */
      readonly End?: string | undefined;
    };
    readonly answer: {
      readonly aggregates: readonly {
        /** The id of the first log row that counts here; it never changes. */
        readonly id: number;
        readonly productId: number;
        /** `yyyy-MM-dd` (UTC). */
        readonly date: string;
        /** Two letters. */
        readonly countryCode: string;
        readonly totalRequests: number;
        readonly successful: number;
        readonly failed: number;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns registered events and the system information that clients sent. */
  readonly 'ai/GetEvents': {
    readonly parameters: {
      /** How many events, at most 100. */
      readonly Limit?: number | undefined;
      /** Events with a greater id. */
      readonly StartingAfter?: number | undefined;
      /** Events with a smaller id, greatest first; takes precedence over StartingAfter. */
      readonly EndingBefore?: number | undefined;
      /** A Unix time, or JSON with any of `gt`, `gte`, `lt`, `lte`, for example {"gte":1534407953}. */
      readonly Time?: {
        readonly gt?: number | undefined;
        readonly gte?: number | undefined;
        readonly lt?: number | undefined;
        readonly lte?: number | undefined;
      } | undefined;
      /** Events of this product. */
      readonly ProductId?: number | undefined;
      /** Events of this key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** Events with exactly this metadata. */
      readonly Metadata?: string | undefined;
      /** Events of exactly this feature. */
      readonly FeatureName?: string | undefined;
      /** Events of exactly this name. */
      readonly EventName?: string | undefined;
    };
    readonly answer: {
      readonly events: readonly {
        readonly id: number;
        readonly productId: number;
        readonly key: string;
        readonly machineCode: string;
        readonly featureName: string;
        readonly eventName: string;
        /** Unix seconds. */
        readonly time: number;
        readonly value: number;
        readonly currency: string;
        readonly metadata: string;
      }[];
      /** The cursor of the next call: `StartingAfter`, or `EndingBefore` if that was given; null: no more events. Present only with `FeatureName` or `EventName`. */
      readonly next?: number | null | undefined;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns the devices that used keys: one row per product, key and machine code. */
  readonly 'ai/GetKeyDevices': {
    readonly parameters: {
      /** How many rows, at most 1000. */
      readonly Limit?: number | undefined;
      /** Rows with a greater id. */
      readonly StartingAfter?: number | undefined;
      /** Rows with a smaller id, greatest first; takes precedence over StartingAfter. */
      readonly EndingBefore?: number | undefined;
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Rows of the key with this id, even if it is deleted. */
      readonly KeyId?: number | undefined;
      /** Rows of this key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** Rows of this machine code, normalised before comparison. */
      readonly MachineCode?: string | undefined;
      /** `yyyy-MM-dd` (UTC): devices seen on or after this date. */
      readonly Start?: string | undefined;
      /** `yyyy-MM-dd` (UTC): devices first seen before the day after this date. */
      readonly End?: string | undefined;
    };
    readonly answer: {
      readonly devices: readonly {
        /** The id of the first log row that counts here; it never changes. */
        readonly id: number;
        readonly productId: number;
        readonly keyId: number;
        /** Empty when the key no longer exists. */
        readonly key: string;
        /** Normalised. */
        readonly machineCode: string;
        /** Unix seconds. */
        readonly firstSeenUtc: number;
        /** Unix seconds. */
        readonly lastSeenUtc: number;
        readonly totalRequests: number;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns usage totals of each key since its first log row. */
  readonly 'ai/GetKeyUsageSummaries': {
    readonly parameters: {
      /** How many rows, at most 1000. */
      readonly Limit?: number | undefined;
      /** Rows with a greater id. */
      readonly StartingAfter?: number | undefined;
      /** Rows with a smaller id, greatest first; takes precedence over StartingAfter. */
      readonly EndingBefore?: number | undefined;
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Rows of the key with this id, even if it is deleted. */
      readonly KeyId?: number | undefined;
      /** Rows of this key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** `yyyy-MM-dd` (UTC): keys seen on or after this date. */
      readonly Start?: string | undefined;
      /** `yyyy-MM-dd` (UTC): keys first seen before the day after this date. */
      readonly End?: string | undefined;
    };
    readonly answer: {
      readonly summaries: readonly {
        /** The id of the first log row that counts here; it never changes. */
        readonly id: number;
        readonly productId: number;
        readonly keyId: number;
        /** Empty when the key no longer exists. */
        readonly key: string;
        readonly totalRequests: number;
        /** States whose third digit is 1. */
        readonly totalSuccessful: number;
        /** States whose third digit is 2. */
        readonly totalFailed: number;
        /** Unix seconds. */
        readonly firstSeenUtc: number;
        /** Unix seconds. */
        readonly lastSeenUtc: number;
        /** States 2010 to 2019. */
        readonly activationSuccess: number;
        /** States 2020 to 2029. */
        readonly activationFailed: number;
        /** States 6010 to 6019. */
        readonly deactivationSuccess: number;
        /** State 6011. */
        readonly deactivationFloating: number;
        /** State 2012. */
        readonly activationNewMachine: number;
        /** State 2013. */
        readonly activationTrial: number;
        /** States 2014 and 2015. */
        readonly activationFloating: number;
        /** States 2022 and 2024. */
        readonly activationDeviceLimit: number;
        /** State 3011. */
        readonly trialKeyGenerated: number;
        /** State 3012. */
        readonly trialKeyReused: number;
        /** State 3021. */
        readonly trialKeyCreateError: number;
        /** States 8010 to 8029. */
        readonly dataObjectOps: number;
        /** State 8014. */
        readonly dataObjectIncrementInt: number;
        /** State 8015. */
        readonly dataObjectDecrementInt: number;
        /** State 8016. */
        readonly dataObjectSetInt: number;
        /** State 8017. */
        readonly dataObjectSetString: number;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns the activity of keys and machines in half-hour buckets. */
  readonly 'ai/GetLicenseActivityBuckets': {
    readonly parameters: {
      /** How many rows, at most 1000. */
      readonly Limit?: number | undefined;
      /** Rows with a greater id. */
      readonly StartingAfter?: number | undefined;
      /** Rows with a smaller id, greatest first; takes precedence over StartingAfter. */
      readonly EndingBefore?: number | undefined;
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Rows of the key with this id, even if it is deleted. */
      readonly KeyId?: number | undefined;
      /** Rows of this key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** Rows of this machine code, normalised before comparison; only white space: rows without one. */
      readonly MachineCode?: string | undefined;
      /** `yyyy-MM-dd` (UTC): buckets that start on or after this date. */
      readonly Start?: string | undefined;
      /** `yyyy-MM-dd` (UTC): buckets that start before the day after this date. */
      readonly End?: string | undefined;
    };
    readonly answer: {
      readonly buckets: readonly {
        /** The id of the first log row that counts here; it never changes. */
        readonly id: number;
        readonly productId: number;
        readonly keyId: number;
        /** Empty when the key no longer exists. */
        readonly key: string;
        /** Normalised; empty: activity without a machine code. */
        readonly machineCode: string;
        /** Unix seconds, a multiple of 1800. */
        readonly bucketStartUtc: number;
        readonly refreshCount: number;
        readonly deactivationCount: number;
        /** Unix seconds. */
        readonly firstEventUtc: number;
        /** Unix seconds. */
        readonly lastEventUtc: number;
        readonly lastEventState: number;
        /** Seconds from this key and machine’s previous activity to the first event in this bucket; null: no earlier activity. */
        readonly gapFromPreviousEventSeconds: number | null;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Counts granted and refused rows of the Web API Log in each step of a period. */
  readonly 'ai/GetLogHistogram': {
    readonly parameters: {
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Rows of this key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** Rows of exactly this machine code, case-sensitive. */
      readonly MachineCode?: string | undefined;
      /** Rows whose friendly name contains this, case-insensitive. */
      readonly FriendlyName?: string | undefined;
      /** Rows with one of these states: a JSON array. */
      readonly States?: readonly number[] | undefined;
      /** Rows that show this as `ip`. A full address matches its network, because rows show masked addresses only. */
      readonly Address?: string | undefined;
      /** Rows whose caller was in this country at the time: ISO 3166 alpha-2, case-insensitive. */
      readonly Country?: string | undefined;
      /** Unix seconds. Default: the oldest row. */
      readonly Start?: number | undefined;
      /** Unix seconds, exclusive. Default: now. */
      readonly End?: number | undefined;
      /** How many steps, at most 200; fewer if they would be shorter than a second. */
      readonly Steps?: number | undefined;
    };
    readonly answer: {
      /** Unix seconds. */
      readonly start: number;
      /** Unix seconds, exclusive. */
      readonly end: number;
      /** Seconds. */
      readonly step: number;
      readonly bars: readonly {
        /** Unix seconds. */
        readonly start: number;
        readonly success: number;
        readonly failure: number;
      }[];
      readonly exact: boolean;
      /** Above 0, at most 1. */
      readonly sampledShare: number;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns one row of the Web API Log with all its details and neighbouring rows. */
  readonly 'ai/GetLogRow': {
    readonly parameters: {
      /** The id of the log row. */
      readonly Id: number;
      /** The row must be about this product. */
      readonly ProductId?: number | undefined;
      /** The row must be about this key string; requires ProductId. */
      readonly Key?: string | undefined;
    };
    readonly answer: {
      readonly row: {
        readonly id: number;
        /** 0: the request named none. */
        readonly productId: number;
        /** The key string, or the text sent as one. */
        readonly key: string;
        /** Masked: an IPv4 address ends in 0, an IPv6 address is cut to its /48. */
        readonly ip: string;
        /** Unix seconds. */
        readonly time: number;
        readonly state: number;
        /** null: the method has no machine. */
        readonly machineCode: string | null;
        readonly friendlyName: string;
        /** Unix seconds when the floating lease expires; 0: no lease. */
        readonly floatingExpires: number;
        /** The value that was sent, not the new total. */
        readonly doIntValue: number;
        readonly doId: number;
        /** The number of the method that was called; 0: unknown: an imported row, or one from the command line. */
        readonly method: number;
        /** The method’s name; those of Web API 2 begin with `Ext/`. */
        readonly methodName: string | null;
        /** The id of the key, even if it is deleted; 0: no such key. */
        readonly keyId: number;
        /** MaxNoOfMachines at the time of the request. */
        readonly seatLimit: number;
        /** The key’s customer at the time of the request; 0: none. */
        readonly customerId: number;
        readonly customerName: string | null;
        readonly companyName: string | null;
        /** The token that was used; 0: unknown: an imported row, or one from the command line. */
        readonly tokenId: number;
        readonly tokenName: string | null;
        /** ISO 3166 alpha-2, looked up when the row was written; "": unknown. */
        readonly country: string;
        /** The requested lease duration in seconds; 0: no lease. */
        readonly floatingInterval: number;
        /** The id that an imported row had in its source. */
        readonly sourceId: number | null;
      } | null;
      readonly before: readonly {
        readonly id: number;
        /** 0: the request named none. */
        readonly productId: number;
        /** The key string, or the text sent as one. */
        readonly key: string;
        /** Masked: an IPv4 address ends in 0, an IPv6 address is cut to its /48. */
        readonly ip: string;
        /** Unix seconds. */
        readonly time: number;
        readonly state: number;
        /** null: the method has no machine. */
        readonly machineCode: string | null;
        readonly friendlyName: string;
        /** Unix seconds when the floating lease expires; 0: no lease. */
        readonly floatingExpires: number;
        /** The value that was sent, not the new total. */
        readonly doIntValue: number;
        readonly doId: number;
        /** Only with AnomalyClassification. */
        readonly isAnomaly?: boolean | undefined;
        /** Only with AnomalyClassification. */
        readonly anomalyProperties?: null | undefined;
      }[];
      readonly after: readonly {
        readonly id: number;
        /** 0: the request named none. */
        readonly productId: number;
        /** The key string, or the text sent as one. */
        readonly key: string;
        /** Masked: an IPv4 address ends in 0, an IPv6 address is cut to its /48. */
        readonly ip: string;
        /** Unix seconds. */
        readonly time: number;
        readonly state: number;
        /** null: the method has no machine. */
        readonly machineCode: string | null;
        readonly friendlyName: string;
        /** Unix seconds when the floating lease expires; 0: no lease. */
        readonly floatingExpires: number;
        /** The value that was sent, not the new total. */
        readonly doIntValue: number;
        readonly doId: number;
        /** Only with AnomalyClassification. */
        readonly isAnomaly?: boolean | undefined;
        /** Only with AnomalyClassification. */
        readonly anomalyProperties?: null | undefined;
      }[];
      readonly seats: {
        readonly floating: boolean;
        readonly held: number;
        /** 0 or less: machines are not locked. */
        readonly limit: number;
      } | null;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns rows of the Object Log: who changed which object, and how. */
  readonly 'ai/GetObjectLog': {
    readonly parameters: {
      /** How many rows, at most 100. */
      readonly Limit?: number | undefined;
      /** Rows with a greater id. */
      readonly StartingAfter?: number | undefined;
    };
    readonly answer: {
      readonly events: readonly {
        readonly id: number;
        /** Unix seconds. */
        readonly created: number;
        /** 0 Unspecified, 1 Customer, 2 IssuedLicense, 3 LicenseKey, 4 LicenseIssuance, 5 Product, 6 DataObject. */
        readonly resourceType: number;
        /** 0 None, 1 Added, 2 Updated, 3 Deleted. */
        readonly resourceAction: number;
        readonly affectedObjectId: number;
        readonly objectOwnerUserId: number;
        readonly performedByUserId: string;
        /** JSON: the object when added, otherwise {"field": [old, new]}. */
        readonly data: string;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns which machines held a seat of a key, or of a product’s keys, at a moment. */
  readonly 'ai/GetSeatHolders': {
    readonly parameters: {
      /** The product. Without Key and KeyId: the seats of all its keys, including deleted ones. */
      readonly ProductId?: number | undefined;
      /** The key with this id, even if it is deleted. */
      readonly KeyId?: number | undefined;
      /** The key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** The moment, Unix seconds. Default: now. */
      readonly Time?: number | undefined;
      /** How many rows, at most 1000. */
      readonly Limit?: number | undefined;
      /** Rows with a greater id. */
      readonly StartingAfter?: number | undefined;
    };
    readonly answer: {
      readonly holders: readonly {
        /** The id of the log row that took the seat. */
        readonly id: number;
        readonly productId: number;
        readonly keyId: number;
        /** Empty if the key is deleted. */
        readonly key: string;
        /** As it was sent. */
        readonly machineCode: string;
        readonly friendlyName: string;
        readonly floating: boolean;
        /** A floating seat beyond the limit. */
        readonly overdraft: boolean;
        /** Unix seconds. */
        readonly since: number;
        /** Unix seconds: when the seat was released or the lease expires. null: still held, without an end. */
        readonly until: number | null;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns the keys that are short of seats: with denials, or with all seats taken. */
  readonly 'ai/GetSeatPressure': {
    readonly parameters: {
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Unix seconds. Default: 30 days before `End`. */
      readonly Start?: number | undefined;
      /** Unix seconds, exclusive. Default: now. */
      readonly End?: number | undefined;
      /** How many keys, at most 100. */
      readonly Limit?: number | undefined;
    };
    readonly answer: {
      readonly licenses: readonly {
        readonly productId: number;
        /** "" if the key is deleted. */
        readonly key: string;
        readonly keyId: number;
        /** 0: none. */
        readonly customerId: number;
        /** The company, or else the name, or else the e-mail address. */
        readonly customerName: string | null;
        /** The current MaxNoOfMachines; 0 or less: machines are not locked. */
        readonly limit: number;
        /** Seats held at the end of the period. null: the key has more than 5,000 seats and denials in the period. */
        readonly held: number | null;
        /** The greatest number of seats held at once in the period. */
        readonly peak: number | null;
        readonly denials: number;
        readonly seatsToAvoidDenials: number | null;
        /** Unix seconds. */
        readonly lastDenial: number | null;
      }[];
      readonly exact: boolean;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns the seat usage of a key or product over time: held, peak, denials and overdraft. */
  readonly 'ai/GetSeatUsage': {
    readonly parameters: {
      /** The product. Without Key and KeyId: the seats of all its keys, including deleted ones. */
      readonly ProductId?: number | undefined;
      /** The key with this id, even if it is deleted. */
      readonly KeyId?: number | undefined;
      /** The key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** `yyyy-MM-dd` (UTC): the first day. Default: 30 days up to `End`. */
      readonly Start?: string | undefined;
      /** `yyyy-MM-dd` (UTC): the last day. Default: today. */
      readonly End?: string | undefined;
      /** The length of a step in seconds, 60 to 2678400, counted from the beginning of `Start`. Default: a day. */
      readonly Step?: number | undefined;
    };
    readonly answer: {
      readonly steps: readonly {
        /** Unix seconds. */
        readonly start: number;
        readonly limit: number | null;
        readonly nodeLocked: {
          /** Seats held at the start of the step. */
          readonly held: number;
          /** The greatest number of seats held at once. */
          readonly peak: number;
          /** Activations refused because all seats were taken: rows 2022 (node-locked), 2024 (floating). */
          readonly denials: number;
        };
        readonly floating: {
          /** Seats held at the start of the step. */
          readonly held: number;
          /** The greatest number of seats held at once. */
          readonly peak: number;
          /** Activations refused because all seats were taken: rows 2022 (node-locked), 2024 (floating). */
          readonly denials: number;
          /** The greatest number of leases held at once beyond the limit, as MaxOverdraft allows. */
          readonly overdraft: number;
        };
      }[];
      readonly total: {
        /** Unix seconds. */
        readonly start: number;
        /** Unix seconds, exclusive: the end of `End`, or now. */
        readonly end: number;
        readonly nodeLocked: {
          /** The greatest number of seats held at once. */
          readonly peak: number;
          /** When the peak was first reached, Unix seconds. */
          readonly peakTime: number;
          /** Activations refused because all seats were taken: rows 2022 (node-locked), 2024 (floating). */
          readonly denials: number;
        };
        readonly floating: {
          /** The greatest number of seats held at once. */
          readonly peak: number;
          /** When the peak was first reached, Unix seconds. */
          readonly peakTime: number;
          /** Activations refused because all seats were taken: rows 2022 (node-locked), 2024 (floating). */
          readonly denials: number;
          /** The greatest number of leases held at once beyond the limit, as MaxOverdraft allows. */
          readonly overdraft: number;
        };
        readonly seatsToAvoidDenials: number | null;
      };
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns the networks that requested keys which do not exist. */
  readonly 'ai/GetSuspects': {
    readonly parameters: {
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Unix seconds. Default: 30 days before `End`. */
      readonly Start?: number | undefined;
      /** Unix seconds, exclusive. Default: now. */
      readonly End?: number | undefined;
      /** How many addresses, at most 100. */
      readonly Limit?: number | undefined;
    };
    readonly answer: {
      readonly addresses: readonly {
        /** Masked: an IPv4 address ends in 0, an IPv6 address is cut to its /48. */
        readonly address: string;
        /** ISO 3166 alpha-2; "": unknown. */
        readonly country: string;
        readonly attempts: number;
        readonly distinctKeys: number;
        /** The first attempt, Unix seconds. */
        readonly first: number;
        /** The last attempt, Unix seconds. */
        readonly last: number;
        readonly succeededAfter: boolean;
      }[];
      readonly exact: boolean;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns why requests about a key, or about a customer’s keys, were refused, and since when. */
  readonly 'ai/GetRefusals': {
    readonly parameters: {
      /** The current keys of this customer. */
      readonly CustomerId?: number | undefined;
      /** Keys of this product. */
      readonly ProductId?: number | undefined;
      /** This key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** Unix seconds. Default: 30 days before `End`. */
      readonly Start?: number | undefined;
      /** Unix seconds, exclusive. Default: now. */
      readonly End?: number | undefined;
      /** How many keys, at most 50. */
      readonly Limit?: number | undefined;
    };
    readonly answer: {
      readonly licenses: readonly {
        readonly productId: number;
        readonly key: string;
        readonly keyId: number;
        /** Requests; null: too many to count. */
        readonly granted: number | null;
        readonly refused: number;
        /** By state, the most recent refusal first. */
        readonly refusals: readonly {
          readonly state: number;
          readonly cause: 'seats' | 'blocked' | 'deleted' | 'other';
          readonly count: number;
          /** Unix seconds. */
          readonly since: number;
          /** Unix seconds; null: not yet. */
          readonly grantedAgain: number | null;
          /** The log row of the newest refusal. */
          readonly lastId: number;
          /** Unix seconds. */
          readonly lastTime: number;
          /** Of the newest refusal. */
          readonly machineCode: string | null;
          /** The latest friendly name of that machine, from any row. */
          readonly friendlyName: string;
          /** MaxNoOfMachines at the time of the newest refusal. */
          readonly seatLimit: number;
        }[];
      }[];
      readonly exact: boolean;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns the totals of a period and of the equally long period before it. */
  readonly 'ai/GetUsageOverview': {
    readonly parameters: {
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Unix seconds. Default: 30 days before `End`. */
      readonly Start?: number | undefined;
      /** Unix seconds, exclusive. Default: now. */
      readonly End?: number | undefined;
    };
    readonly answer: {
      readonly current: {
        /** Log rows; imported machines (5010) do not count as requests. */
        readonly requests: number;
        readonly success: number;
        readonly failure: number;
        /** Distinct keys in the rows. */
        readonly activeKeys: number;
        /** Distinct machine codes, case-insensitive. */
        readonly activeMachines: number;
        /** Distinct customers of those keys. */
        readonly activeCustomers: number;
        /** Activations of a new machine: rows 2012 and 2013. */
        readonly newMachines: number;
        /** Activations refused because all seats were taken: rows 2022 and 2024. */
        readonly denials: number;
      };
      readonly previous: {
        /** Log rows; imported machines (5010) do not count as requests. */
        readonly requests: number;
        readonly success: number;
        readonly failure: number;
        /** Distinct keys in the rows. */
        readonly activeKeys: number;
        /** Distinct machine codes, case-insensitive. */
        readonly activeMachines: number;
        /** Distinct customers of those keys. */
        readonly activeCustomers: number;
        /** Activations of a new machine: rows 2012 and 2013. */
        readonly newMachines: number;
        /** Activations refused because all seats were taken: rows 2022 and 2024. */
        readonly denials: number;
      };
      readonly exact: boolean;
      /** Of the current period, most frequent first. */
      readonly states: readonly {
        readonly state: number;
        readonly count: number;
      }[];
      readonly lag: {
        readonly rows: number;
        readonly seconds: number;
      };
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Returns rows of the Web API Log: requests about licences and data objects, and their outcomes. */
  readonly 'ai/GetWebAPILog': {
    readonly parameters: {
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Rows of this key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** Rows of exactly this machine code, case-sensitive. */
      readonly MachineCode?: string | undefined;
      /** Rows whose friendly name contains this, case-insensitive. */
      readonly FriendlyName?: string | undefined;
      /** Rows with one of these states: a JSON array. */
      readonly States?: readonly number[] | undefined;
      /** Rows that show this as `ip`. A full address matches its network, because rows show masked addresses only. */
      readonly Address?: string | undefined;
      /** Rows whose caller was in this country at the time: ISO 3166 alpha-2, case-insensitive. */
      readonly Country?: string | undefined;
      /** A Unix time, or JSON with any of `gt`, `gte`, `lt`, `lte`, for example {"gte":1534407953}. */
      readonly Time?: {
        readonly gt?: number | undefined;
        readonly gte?: number | undefined;
        readonly lt?: number | undefined;
        readonly lte?: number | undefined;
      } | undefined;
      /** How many rows, at most 1000. */
      readonly Limit?: number | undefined;
      /** Rows with a greater id. */
      readonly StartingAfter?: number | undefined;
      /** Rows with a smaller id, greatest first; takes precedence over StartingAfter. */
      readonly EndingBefore?: number | undefined;
      /** A field of the rows, optionally followed by `ascending` (the default) or `descending`. */
      readonly OrderBy?: string | undefined;
      /** Adds `isAnomaly` and `anomalyProperties` to each row. */
      readonly AnomalyClassification?: boolean | undefined;
    };
    readonly answer: {
      readonly logs: readonly {
        readonly id: number;
        /** 0: the request named none. */
        readonly productId: number;
        /** The key string, or the text sent as one. */
        readonly key: string;
        /** Masked: an IPv4 address ends in 0, an IPv6 address is cut to its /48. */
        readonly ip: string;
        /** Unix seconds. */
        readonly time: number;
        readonly state: number;
        /** null: the method has no machine. */
        readonly machineCode: string | null;
        readonly friendlyName: string;
        /** Unix seconds when the floating lease expires; 0: no lease. */
        readonly floatingExpires: number;
        /** The value that was sent, not the new total. */
        readonly doIntValue: number;
        readonly doId: number;
        /** Only with AnomalyClassification. */
        readonly isAnomaly?: boolean | undefined;
        /** Only with AnomalyClassification. */
        readonly anomalyProperties?: null | undefined;
      }[];
      /** The cursor of the next call: `StartingAfter`, or `EndingBefore` when paging backwards; null: no more rows. Present only with `Address` or `Country`. */
      readonly next?: number | null | undefined;
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Registers an event, such as the use of a feature or a purchase. */
  readonly 'ai/RegisterEvent': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId?: number | undefined;
      /** The key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** The feature, at most 100 characters. */
      readonly FeatureName?: string | undefined;
      /** What happened, for example `start` or `click`; at most 100 characters. */
      readonly EventName?: string | undefined;
      /** A number, by convention in the smallest unit: 25.30 is 2530. */
      readonly Value?: number | undefined;
      /** Three letters, if the value is an amount of money. */
      readonly Currency?: string | undefined;
      /** Anything else, by convention as JSON. */
      readonly Metadata?: string | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Registers up to 1,000 events at once: all of them, or none if one is invalid. */
  readonly 'ai/RegisterEvents': {
    readonly parameters: {
      /** The product id. */
      readonly ProductId?: number | undefined;
      /** The key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** The machine code: the client’s identifier of its device. */
      readonly MachineCode?: string | undefined;
      /** A JSON array of objects with FeatureName, EventName, Value, Currency, Time, Metadata. */
      readonly Events?: readonly {
        /** The feature, at most 100 characters. */
        readonly FeatureName: string;
        /** What happened, for example `start` or `click`; at most 100 characters. */
        readonly EventName: string;
        /** A number, by convention in the smallest unit: 25.30 is 2530. */
        readonly Value: number;
        /** Three letters, if the value is an amount of money. */
        readonly Currency: string;
        /** Anything else, by convention as JSON. */
        readonly Metadata: string;
        readonly Time?: number | undefined;
      }[] | undefined;
    };
    readonly answer: {
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Finds keys, machines, customers, products and addresses while the user types. */
  readonly 'ai/Search': {
    readonly parameters: {
      /** The text; white space around it is ignored. */
      readonly Query: string;
      /** How many results of each kind, at most 20. */
      readonly Limit?: number | undefined;
    };
    readonly answer: {
      readonly keys: readonly {
        readonly productId: number;
        readonly productName: string;
        readonly key: string;
        readonly globalId: number;
        readonly block: boolean;
        /** The company, or else the name, or else the e-mail address. */
        readonly customer: {
          readonly id: number;
          readonly name: string | null;
        } | null;
      }[];
      readonly machines: readonly {
        /** As it was sent. */
        readonly machineCode: string;
        readonly friendlyName: string;
      }[];
      readonly friendlyNames: readonly {
        /** As it was sent. */
        readonly machineCode: string;
        readonly friendlyName: string;
      }[];
      readonly customers: readonly {
        readonly id: number;
        readonly name: string | null;
        readonly email: string | null;
        readonly companyName: string | null;
      }[];
      readonly products: readonly {
        readonly id: number;
        readonly name: string;
      }[];
      readonly addresses: readonly {
        /** Masked, as in the Web API Log. */
        readonly address: string;
        /** The country of one of its addresses; empty: unknown. */
        readonly country: string;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
  /** Streams new rows of the Web API Log as server-sent events. */
  readonly 'ai/TailWebAPILog': {
    readonly parameters: {
      /** Rows of this product. */
      readonly ProductId?: number | undefined;
      /** Rows of this key string; requires ProductId. */
      readonly Key?: string | undefined;
      /** Rows of exactly this machine code, case-sensitive. */
      readonly MachineCode?: string | undefined;
      /** Rows whose friendly name contains this, case-insensitive. */
      readonly FriendlyName?: string | undefined;
      /** Rows with one of these states: a JSON array. */
      readonly States?: readonly number[] | undefined;
      /** Rows that show this as `ip`. A full address matches its network, because rows show masked addresses only. */
      readonly Address?: string | undefined;
      /** Rows whose caller was in this country at the time: ISO 3166 alpha-2, case-insensitive. */
      readonly Country?: string | undefined;
      /** Rows with a greater id; 0: from the first row on. Default: rows from now on. */
      readonly StartingAfter?: number | undefined;
    };
    readonly answer: {
      readonly logs: readonly {
        readonly id: number;
        /** 0: the request named none. */
        readonly productId: number;
        /** The key string, or the text sent as one. */
        readonly key: string;
        /** Masked: an IPv4 address ends in 0, an IPv6 address is cut to its /48. */
        readonly ip: string;
        /** Unix seconds. */
        readonly time: number;
        readonly state: number;
        /** null: the method has no machine. */
        readonly machineCode: string | null;
        readonly friendlyName: string;
        /** Unix seconds when the floating lease expires; 0: no lease. */
        readonly floatingExpires: number;
        /** The value that was sent, not the new total. */
        readonly doIntValue: number;
        readonly doId: number;
        /** Only with AnomalyClassification. */
        readonly isAnomaly?: boolean | undefined;
        /** Only with AnomalyClassification. */
        readonly anomalyProperties?: null | undefined;
      }[];
      readonly result: 0;
      readonly message: string | null;
    };
  };
}
/** The permissions that a token or a role may carry. */
export const PERMISSIONS = [
  'Activate',
  'Deactivate',
  'GetKey',
  'GetKeys',
  'CreateKey',
  'CreateTrialKey',
  'ExtendLicense',
  'AddFeature',
  'RemoveFeature',
  'BlockKey',
  'UnblockKey',
  'ChangeNotes',
  'ChangeCustomer',
  'MachineLockLimit',
  'TrialActivation',
  'AddDataObject',
  'ListDataObjects',
  'SetIntValue',
  'SetStringValue',
  'IncrementIntValue',
  'DecrementIntValue',
  'RemoveDataObject',
  'AddCustomer',
  'EditCustomer',
  'RemoveCustomer',
  'GetCustomers',
  'GetCustomerLicenses',
  'GetCustomerLicensesBySecret',
  'GetProducts',
  'RegisterEvent',
  'GetWebAPILog',
  'GetEvents',
  'GetObjectLog',
  'UsageAnalytics',
  'DeleteKey',
  'SetExcludedFromAnalytics',
  'ManageUsers',
  'ManageTokens',
  'ManageAccount',
  'CreateProduct',
  'EditProduct',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
/** What a caller needs for each method; null: to be signed in. */
export const METHOD_PERMISSIONS: Readonly<Record<keyof Methods, Permission | null>> = {
  'key/Activate': 'Activate',
  'key/AddFeature': 'AddFeature',
  'key/BlockKey': 'BlockKey',
  'key/ChangeCustomer': 'ChangeCustomer',
  'key/ChangeNotes': 'ChangeNotes',
  'key/CreateKey': 'CreateKey',
  'key/CreateTrialKey': 'CreateTrialKey',
  'key/Deactivate': 'Deactivate',
  'key/DeleteKey': 'DeleteKey',
  'key/ExtendLicense': 'ExtendLicense',
  'key/GetExcludedFromAnalytics': 'GetKey',
  'key/GetKey': 'GetKey',
  'key/MachineLockLimit': 'MachineLockLimit',
  'key/RemoveFeature': 'RemoveFeature',
  'key/SetExcludedFromAnalytics': 'SetExcludedFromAnalytics',
  'key/TrialActivation': 'TrialActivation',
  'key/UnblockKey': 'UnblockKey',
  'data/AddDataObject': 'AddDataObject',
  'data/AddDataObjectToKey': 'AddDataObject',
  'data/AddDataObjectToMachineCode': 'AddDataObject',
  'data/DecrementIntValue': 'DecrementIntValue',
  'data/DecrementIntValueToKey': 'DecrementIntValue',
  'data/DecrementIntValueToMachineCode': 'DecrementIntValue',
  'data/IncrementIntValue': 'IncrementIntValue',
  'data/IncrementIntValueToKey': 'IncrementIntValue',
  'data/IncrementIntValueToMachineCode': 'IncrementIntValue',
  'data/ListDataObjects': 'ListDataObjects',
  'data/ListDataObjectsToKey': 'ListDataObjects',
  'data/ListDataObjectsToMachineCode': 'ListDataObjects',
  'data/RemoveDataObject': 'RemoveDataObject',
  'data/RemoveDataObjectToKey': 'RemoveDataObject',
  'data/RemoveDataObjectToMachineCode': 'RemoveDataObject',
  'data/SetIntValue': 'SetIntValue',
  'data/SetIntValueToKey': 'SetIntValue',
  'data/SetIntValueToMachineCode': 'SetIntValue',
  'data/SetStringValue': 'SetStringValue',
  'data/SetStringValueToKey': 'SetStringValue',
  'data/SetStringValueToMachineCode': 'SetStringValue',
  'product/GetKeys': 'GetKeys',
  'product/GetProducts': 'GetProducts',
  'product/CreateProduct': 'CreateProduct',
  'product/EditProduct': 'EditProduct',
  'customer/AddCustomer': 'AddCustomer',
  'customer/EditCustomer': 'EditCustomer',
  'customer/GetCustomerLicenses': 'GetCustomerLicenses',
  'customer/GetCustomerLicensesBySecret': 'GetCustomerLicensesBySecret',
  'customer/GetCustomers': 'GetCustomers',
  'customer/RemoveCustomer': 'RemoveCustomer',
  'auth/KeyLock': null,
  'auth/GetTokens': 'ManageTokens',
  'auth/CreateToken': 'ManageTokens',
  'auth/RevokeToken': 'ManageTokens',
  'user/GetUsers': 'ManageUsers',
  'user/GetNames': 'GetObjectLog',
  'user/CreateUser': 'ManageUsers',
  'user/ChangeUser': 'ManageUsers',
  'user/RemoveUser': 'ManageUsers',
  'user/ResetPassword': 'ManageUsers',
  'account/GetAccount': 'ManageAccount',
  'account/GetPrivateKey': 'ManageAccount',
  'account/SetWebAPILog': 'ManageAccount',
  'account/SetName': 'ManageAccount',
  'ai/DownloadWebAPILog': 'GetWebAPILog',
  'ai/GetChanges': 'GetObjectLog',
  'ai/GetDailyAggregates': 'UsageAnalytics',
  'ai/GetDailyCountryAggregates': 'UsageAnalytics',
  'ai/GetEvents': 'GetEvents',
  'ai/GetKeyDevices': 'UsageAnalytics',
  'ai/GetKeyUsageSummaries': 'UsageAnalytics',
  'ai/GetLicenseActivityBuckets': 'UsageAnalytics',
  'ai/GetLogHistogram': 'GetWebAPILog',
  'ai/GetLogRow': 'GetWebAPILog',
  'ai/GetObjectLog': 'GetObjectLog',
  'ai/GetSeatHolders': 'UsageAnalytics',
  'ai/GetSeatPressure': 'UsageAnalytics',
  'ai/GetSeatUsage': 'UsageAnalytics',
  'ai/GetSuspects': 'GetWebAPILog',
  'ai/GetRefusals': 'GetWebAPILog',
  'ai/GetUsageOverview': 'UsageAnalytics',
  'ai/GetWebAPILog': 'GetWebAPILog',
  'ai/RegisterEvent': 'RegisterEvent',
  'ai/RegisterEvents': 'RegisterEvent',
  'ai/Search': 'GetKeys',
  'ai/TailWebAPILog': 'GetWebAPILog',
};
/** Every state of a log row. `short` stands in tables, the specification’s words on hover and in lists. */
export const STATES = [
  { code: 1010, short: 'validated', words: 'validation successful', family: 'validation request', granted: true },
  { code: 1020, short: 'validation refused', words: 'validation refused', family: 'validation request', granted: false },
  { code: 2010, short: 'activated, not locked', words: 'activated, machines are not locked', family: 'activation request', granted: true },
  { code: 2011, short: 'known machine', words: 'the key was already activated on this machine', family: 'activation request', granted: true },
  { code: 2012, short: 'new machine', words: 'activated with a new machine code', family: 'activation request', granted: true },
  { code: 2013, short: 'trial activation', words: 'trial activation was performed', family: 'activation request', granted: true },
  { code: 2014, short: 'floating seat', words: 'activated using floating licensing', family: 'activation request', granted: true },
  { code: 2015, short: 'overdraft seat', words: 'activated using an overdraft floating license', family: 'activation request', granted: true },
  { code: 2020, short: 'activation refused', words: 'activation refused', family: 'activation request', granted: false },
  { code: 2022, short: 'no seat left', words: 'device limit has been reached (node-locking)', family: 'activation request', granted: false },
  { code: 2024, short: 'no floating seat left', words: 'device limit has been reached in floating licensing', family: 'activation request', granted: false },
  { code: 3010, short: 'key created', words: 'a key was created', family: 'key generation request', granted: true },
  { code: 3011, short: 'trial key made', words: 'a trial key was generated', family: 'key generation request', granted: true },
  { code: 3012, short: 'trial key again', words: 'an existing trial key was returned', family: 'key generation request', granted: true },
  { code: 3020, short: 'key refused', words: 'key creation refused', family: 'key generation request', granted: false },
  { code: 3021, short: 'trial key failed', words: 'there was an error when creating the trial key', family: 'key generation request', granted: false },
  { code: 4010, short: 'optional field', words: 'optional field successful', family: 'optional field request', granted: true },
  { code: 4020, short: 'optional field refused', words: 'optional field refused', family: 'optional field request', granted: false },
  { code: 4021, short: 'optional field at its least', words: 'the optional field cannot be decreased any more', family: 'optional field request', granted: false },
  { code: 5010, short: 'imported machine', words: 'no request associated: a machine that an import brought', family: 'no request associated', granted: true },
  { code: 6010, short: 'deactivated', words: 'deactivation successful', family: 'deactivation request', granted: true },
  { code: 6011, short: 'seat released', words: 'release of a floating license successful', family: 'deactivation request', granted: true },
  { code: 6020, short: 'deactivation refused', words: 'deactivation refused', family: 'deactivation request', granted: false },
  { code: 7010, short: 'licence changed', words: 'other license manipulation successful', family: 'other license manipulation requests', granted: true },
  { code: 7011, short: 'feature added', words: 'add feature successful', family: 'other license manipulation requests', granted: true },
  { code: 7012, short: 'feature removed', words: 'remove feature successful', family: 'other license manipulation requests', granted: true },
  { code: 7013, short: 'blocked', words: 'block key successful', family: 'other license manipulation requests', granted: true },
  { code: 7014, short: 'unblocked', words: 'unblock key successful', family: 'other license manipulation requests', granted: true },
  { code: 7015, short: 'extended', words: 'extend license successful', family: 'other license manipulation requests', granted: true },
  { code: 7016, short: 'seat limit set', words: 'machine lock limit successful', family: 'other license manipulation requests', granted: true },
  { code: 7017, short: 'notes changed', words: 'change notes successful', family: 'other license manipulation requests', granted: true },
  { code: 7018, short: 'trial setting', words: 'trial activation successful', family: 'other license manipulation requests', granted: true },
  { code: 7019, short: 'customer changed', words: 'change customer successful', family: 'other license manipulation requests', granted: true },
  { code: 7020, short: 'change refused', words: 'license manipulation refused', family: 'other license manipulation requests', granted: false },
  { code: 8011, short: 'data object added', words: 'add data object successful', family: 'data object requests', granted: true },
  { code: 8012, short: 'data object removed', words: 'remove data object successful', family: 'data object requests', granted: true },
  { code: 8013, short: 'data objects listed', words: 'list data objects successful', family: 'data object requests', granted: true },
  { code: 8014, short: 'value increased', words: 'increment int value successful', family: 'data object requests', granted: true },
  { code: 8015, short: 'value decreased', words: 'decrement int value successful', family: 'data object requests', granted: true },
  { code: 8016, short: 'number set', words: 'set int value successful', family: 'data object requests', granted: true },
  { code: 8017, short: 'text set', words: 'set string value successful', family: 'data object requests', granted: true },
  { code: 8020, short: 'data object refused', words: 'data object request refused', family: 'data object requests', granted: false },
] as const;
/** Activations refused because all seats were taken. */
export const DENIALS: readonly number[] = [2022, 2024];
/** Rows about a floating seat. */
export const FLOATING_STATES: readonly number[] = [2014, 2015, 2024, 6011];
/** Activations of machines that had no seat before, by licence and trial. */
export const NEW_MACHINES: readonly number[] = [2012, 2013];
/** Refusals that can be for a key string that is no key. */
export const GUESSES: readonly number[] = [1020, 2020, 4020, 6020, 7020, 8020];
/** Rows without a request: imported machines. */
export const UNREQUESTED: readonly number[] = [5010];
