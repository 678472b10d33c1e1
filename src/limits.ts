/**
 * Every bound of the program, with its unit and reason. A value beyond its bound is refused at the edge, before
 * anything is read or written.
 */
export const LIMITS = {
  /** Bytes of a request's body. RegisterEvents of 1,000 ordinary events is some hundred kilobytes. */
  requestBodyBytes: 4 * 1024 * 1024,
  /** Milliseconds a request may take to arrive, so that nobody holds a connection by sending slowly. */
  requestMilliseconds: 60_000,
  /** Tokens in one list; KeyLock may make one for each key. */
  tokensListed: 100,
  /** UTF-16 units of a token as sent; a real one has fewer than 100. */
  tokenChars: 512,
  /** UTF-16 units. Three bytes each at the most in UTF-8, so that an index entry (2,704 bytes at most) holds code and name. */
  machineCodeChars: 500,
  /** UTF-16 units; see machineCodeChars. */
  friendlyNameChars: 300,
  /** UTF-16 units of a normalised machine code: 256 and what upper-casing makes of them, three for one at the most. */
  normalizedMachineCodeChars: 768,
  /** UTF-16 units of a machine code in CreateTrialKey (the vendor's bound). */
  trialMachineCodeChars: 128,
  /** UTF-16 units of a key string that may name a license. */
  keyChars: 100,
  /** UTF-16 units kept of a key string that named no license. */
  attemptedKeyChars: 64,
  /** UTF-16 units, the vendor's bound for a license's notes. */
  notesChars: 500,
  /** UTF-16 units of AllowedMachines, all lines together. */
  allowedMachinesChars: 100_000,
  /** Seats: -1 occurs in old licenses and means 0, not locked. */
  minNoOfMachines: -1,
  /** Seats; int32. */
  maxNoOfMachines: 2_147_483_647,
  /** UTF-16 units of one license in a file to be imported, with all its machines and data objects. */
  importLineChars: 16 * 1024 * 1024,
  /** Log rows of a history that are stored in one transaction: some 0.3 s under the account's lock, some 20 MB. */
  historyBatchRows: 20_000,
  /** Keys that one CreateKey call may make; one batch holds them all. */
  keysPerCall: 1_000,
  /** UTF-16 units of notes and allowed machines that one CreateKey call may store, all its keys together. */
  keyTextsPerCallChars: 1_000_000,
  /** Bytes of a file of an export, and a row: what is copied again when a network breaks, or named when a disk does. */
  exportFileBytes: 256 * 1024 * 1024,
  /** Days a license may be extended by or issued for, so that `Expires` stays within the year 9999. */
  periodDays: 2_900_000,
  /** Seconds; a lease of a year is not a lease any more. */
  floatingIntervalSeconds: 366 * 86_400,
  /** Extra floating seats. */
  maxOverdraft: 1_000_000,
  /** UTF-16 units of OSInfo. */
  osInfoChars: 10_000,
  /** UTF-16 units, the vendor's bound for name, e-mail and company of a customer. */
  customerFieldChars: 100,
  /** UTF-16 units, the vendor's bound for a customer's notes. */
  customerNotesChars: 1_000,
  /** UTF-16 units of a product's, token's or account's name. */
  nameChars: 200,
  /** UTF-16 units of a product's description. */
  productDescriptionChars: 2_000,
  /** UTF-16 units, the vendor's bound for a data object's name. */
  dataObjectNameChars: 100,
  /** UTF-16 units, the vendor's bound for a data object's string. */
  dataObjectStringChars: 10_000,
  /** Data objects of one account, product, key or machine code: every activation returns all of its key's. */
  dataObjectsPerOwner: 1_000,
  /** Data objects in one answer of ListDataObjects with ShowAll; StartingAfter goes on from there. */
  dataObjectsPerPage: 1_000,
  /** UTF-16 units of a customer's secret; a made one has 36. */
  customerSecretChars: 100,
  /** Customers in one answer of GetCustomers. */
  customersPerCall: 10_000,
  /** Licenses in one answer of GetCustomerLicenses, the newest. */
  licensesPerCustomer: 1_000,
  /** Machines shown of one license in lists of licenses; GetKey shows all. */
  machinesPerListedLicense: 1_000,
  /** Products in one answer of GetProducts. */
  productsPerCall: 1_000,
  /** Days after which a token made by KeyLock lapses, unless the token it came from lapses sooner. */
  lockedTokenDays: 30,
  /** Days for which a token with the lock of one key is still listed after it lapsed. */
  lapsedTokenDays: 30,
  /** UTF-16 units of FeatureName and EventName. */
  eventNameChars: 100,
  /** UTF-16 units of an event's metadata. */
  eventMetadataChars: 10_000,
  /** Events that one GetEvents by feature or name passes over at most: some 0.1 s. */
  passedOverEvents: 65_536,
  /** Events in one RegisterEvents call. */
  eventsPerCall: 1_000,
  /** Keys on a page of GetKeys (the vendor's page). */
  keysPerPage: 99,
  /** Rows of the Object Log that one GetChanges passes over at most: some 0.1 s. */
  passedOverChanges: 65_536,
  /** UTF-16 units of a search text. */
  searchChars: 1_000,
  /**
   * Addresses (each once a month) that a filter of the log may stand for: of one network, and of one country before rows are
   * looked at one by one for it.
   */
  filteredAddresses: { network: 200_000, country: 20_000 },
  /** Log rows that one page filtered by address or country passes over, some 0.3 s: the log has no index of addresses. */
  lookedThroughRows: 2 ** 18,
  /** Addresses among the rows of a log page that is sorted by address: all are held in memory to be masked. */
  sortedAddresses: 200_000,
  /** States in one `States` filter; more than the codes that exist. */
  statesPerFilter: 100,
  /** Rows of the same key or machine that GetLogRow shows before a row, and after it. */
  logRowNeighbours: 10,
  /** Log rows that one count of GetLogHistogram or GetUsageOverview reads by one way to them: some 0.2 s. */
  countedRows: 100_000,
  /** Who was seen on which day: entries that one count of GetUsageOverview puts together; some 0.2 s. */
  seenRows: 200_000,
  /**
   * One GetSeatPressure: keys in an answer, denials that are counted, half hours of a key and machine among which keys that
   * are full are looked for, and seats and denials of a key from which its levels are made.
   */
  seatPressure: { licenses: 100, deniedStretches: 50_000, activeHalfHours: 10_000, stretchesPerLicense: 5_000 },
  /** One GetSuspects: addresses in an answer, refusals of each state that are read, rows after the first attempt that are. */
  suspects: { addresses: 100, refusals: 50_000, followedRows: 100_000 },
  /**
   * One GetRefusals: licenses in an answer, licenses of a customer among which they are, newest refusals from which reasons are
   * told, rows that are counted.
   */
  refusals: { licenses: 50, licensesNamed: 1_000, newestRows: 1_000, countedRows: 100_000 },
  /** Tails of the log that one account and one process may have open: each reads at every commit. */
  tails: { perAccount: 50, perProcess: 500 },
  /** Downloads that one account and one process may have under way: each has a statement running most of the time. */
  downloads: { perAccount: 8, perProcess: 16 },
  /** Log rows that a stream reads with one statement, and has in memory. */
  streamedRows: 1_000,
  /** Ids that one statement of a stream passes over at most where a filter leaves little. */
  streamedIds: 2 ** 20,
  /** Milliseconds for which a stream may be open before its token is asked about again. */
  streamTrustMilliseconds: 5_000,
  /** Milliseconds for which a client may take nothing of a stream before it is given up. */
  stalledStreamMilliseconds: 120_000,
  /** Milliseconds without rows after which a tail says that it is still there, and how far it is. */
  tailBeatMilliseconds: 15_000,
  /** Milliseconds between two looks for what other processes have logged, and the fewest between any two. */
  followMilliseconds: { poll: 1_000, gather: 100 },
  /** Steps of one GetLogHistogram: more bars than a screen has room for are not asked for. */
  histogramSteps: 200,
  /** UTF-16 units of Web API 2's hsum and private key as sent; real ones have 6 and 50. */
  controlNumberChars: 20,
  privateKeyChars: 200,
  /** Rows that the Web API 2 log reads with one statement: what a long answer holds in memory at a time. */
  extLogPageRows: 2_000,
  /** The same where the whole log is read and no row is an object: one MB of answer. */
  extLogColumnRows: 8_192,
  /** Subjects (combinations of key and terms) up to which their rows are merged from one index branch each. */
  extLogBranches: 200,
  /** Rows that all branches together may fetch for one page. */
  extLogBranchRows: 8_000,
  /** Ids that one statement passes over at most where a log is walked with a filter: about 0.2 s. */
  extLogWindowIds: 65_536,
  /** Commands decided together in one transaction. */
  batchCommands: 64,
  /** Events stored in one transaction, unless one call brings more: larger ones are no faster, and longer in the way. */
  batchEvents: 1_000,
  /** Commands that may wait for an account's writer before the server sheds load. */
  queuedCommands: 10_000,
  /** People of one account. */
  usersPerAccount: 500,
  /** People whose names one call of GetNames tells: more than are in 100 rows of the Object Log. */
  namesPerCall: 100,
  /** UTF-16 units of an e-mail address to sign in with. */
  emailChars: 254,
  /** UTF-16 units of a password. */
  passwordChars: { min: 10, max: 200 },
  /** Passwords hashed at the same time, of the thread pool's four threads: the others sign answers. 32 MB each. */
  passwordsHashed: 2,
  /** Passwords that may wait to be hashed, some 0.2 s each, before the server sheds load. */
  passwordsQueued: 32,
  /** Milliseconds after the last request until a session ends. */
  sessionIdleMilliseconds: 12 * 3_600_000,
  /** Milliseconds after signing in until a session ends whatever happens. */
  sessionMilliseconds: 14 * 86_400_000,
  /** Milliseconds to which it is known when a session was last used. */
  sessionSeenMilliseconds: 5 * 60_000,
  /** Sessions of one person; the oldest end. */
  sessionsPerUser: 50,
  /** Milliseconds that a one-time link is good for: an invitation or a reset. */
  linkMilliseconds: 3 * 86_400_000,
  /** Milliseconds that the first start's link is good for; each start makes a new one while there is no password. */
  firstLinkMilliseconds: 7 * 86_400_000,
  /** Unused links of one person; the oldest end. */
  linksPerUser: 10,
  /** UTF-16 units of a session's or link's text; a real one has fewer than 60. */
  secretChars: 100,
  /** Milliseconds in which failed sign-ins are counted together. */
  signInWindowMilliseconds: 15 * 60_000,
  /** Failed sign-ins in one window: for one e-mail address from one network, from one network, for one e-mail address. */
  signInFailures: { emailAndNetwork: 10, network: 50, email: 100 },
  /** Counters of failed sign-ins that a process keeps; the longest unused goes. */
  signInCounters: 50_000,
  /** Milliseconds to which it is known when a token was last used. */
  tokenUseMilliseconds: 3_600_000,
  /** Tokens whose use a process may have to write down. */
  tokenUses: 10_000,
  /** Results of each kind in one answer of Search. */
  searchResults: 20,
  /** Milliseconds for which a token or an account's settings may be used without asking the database again. */
  cacheMilliseconds: 1_000,
  /** What numbers of log rows stand for, remembered for that long: some 10 MB. */
  rememberedLogValues: 50_000,
  /** Seconds of a step in GetSeatUsage; the longest is a month. */
  seatStepSeconds: { min: 60, max: 31 * 86_400 },
  /** Steps in one answer of GetSeatUsage: a day by minutes, two months by hours. */
  seatSteps: 1_440,
  /** Seats, denials and changes of the limit that one answer of GetSeatUsage is made from: some 0.1 s of this process. */
  seatStretchesPerAnswer: 50_000,
  /** Milliseconds a read may take in the database. */
  readMilliseconds: 10_000,
  /** Log rows that are folded into all tables of usage analytics in one transaction: some 0.3 s. */
  projectionWindowRows: 5_000,
  /** Milliseconds that a transaction should take which folds one table that is farther behind than that. */
  projectionWindowMilliseconds: 1_000,
  /** Log rows in such a transaction: what PostgreSQL sorts in 32 MB. */
  projectionWindowRowsMost: 320_000,
  /** Accounts whose log one process folds at the same time; each holds one of the connections that write. */
  projectedAccounts: 2,
  /** Log rows that a projection passes over because they could not be folded in. More are a fault of the program. */
  passedOverRows: 1_000,
  /** Rows of a generation that nobody reads any more which one statement removes. */
  clearedRows: 10_000,
  int32: 2_147_483_647,
} as const;
