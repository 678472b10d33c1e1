/**
 * Bounds that several files share or that belong to one group, with their units and reasons; any other bound is declared in the
 * file that uses it. A parameter beyond its bound is refused at the edge, before anything is read or written.
 */
export const LIMITS = {
  // Requests
  /** Bytes of a request's body. RegisterEvents of 1,000 ordinary events is some hundred kilobytes. */
  requestBodyBytes: 4 * 1024 * 1024,
  /** Milliseconds a request may take to arrive, so that a slow sender does not hold a connection. */
  requestMilliseconds: 60_000,
  /** Milliseconds for which a token or an account's settings are cached before the database is queried again. */
  cacheMilliseconds: 1_000,
  /** Timeout of a read in the database, in milliseconds. */
  readMilliseconds: 10_000,
  int32: 2_147_483_647,

  // Batches
  /** Commands decided together in one transaction. */
  batchCommands: 64,

  // Machines and keys
  /** UTF-16 units. Three bytes each at the most in UTF-8, so that an index entry (2,704 bytes at most) holds code and name. */
  machineCodeChars: 500,
  /** UTF-16 units; see machineCodeChars. */
  friendlyNameChars: 300,
  /** UTF-16 units of OSInfo. */
  osInfoChars: 10_000,
  /** UTF-16 units of a key string that may name a license. */
  keyChars: 100,
  /** UTF-16 units kept of a key string that named no license. */
  attemptedKeyChars: 64,

  // Licenses
  /** UTF-16 units, the vendor's bound for a license's notes. */
  notesChars: 500,
  /** UTF-16 units of AllowedMachines, all lines together. */
  allowedMachinesChars: 100_000,
  /** Seats: -1 occurs in old licenses and means 0, not locked. */
  minNoOfMachines: -1,
  /** Seats; int32. */
  maxNoOfMachines: 2_147_483_647,
  /** Extra floating seats. */
  maxOverdraft: 1_000_000,
  /** Days a license may be extended by or issued for, so that `Expires` stays within the year 9999. */
  periodDays: 2_900_000,
  /** Machines shown of one license in lists of licenses; GetKey shows all. */
  machinesPerListedLicense: 1_000,

  // Products, customers, data objects
  /** UTF-16 units of a product's, token's or account's name. */
  nameChars: 200,
  /** UTF-16 units of a product's description. */
  productDescriptionChars: 2_000,
  /** UTF-16 units, the vendor's bound for name, e-mail and company of a customer. */
  customerFieldChars: 100,
  /** UTF-16 units of a customer's secret; a generated one has 36. */
  customerSecretChars: 100,
  /** UTF-16 units, the vendor's bound for a data object's name. */
  dataObjectNameChars: 100,
  /** UTF-16 units, the vendor's bound for a data object's string. */
  dataObjectStringChars: 10_000,
  /** Data objects of one account, product, key or machine code: every activation returns all of its key's. */
  dataObjectsPerOwner: 1_000,
  /** Data objects in one answer of ListDataObjects with ShowAll; StartingAfter continues from there. */
  dataObjectsPerPage: 1_000,

  // Tokens
  /** Tokens in one list; KeyLock may create one for each key. */
  tokensListed: 100,
  /** UTF-16 units of a token as sent; a real one has fewer than 100. */
  tokenChars: 512,
  /** Days after which a token created by KeyLock lapses, unless the token it derives from lapses sooner. */
  lockedTokenDays: 30,
  /** Days for which a token with the lock of one key is still listed after it lapsed. */
  lapsedTokenDays: 30,
  /** Resolution of when a token was last used, in milliseconds. */
  tokenUseMilliseconds: 3_600_000,
  /** Tokens whose last use a process holds in memory until it is stored. */
  tokenUses: 10_000,

  // People
  /** People of one account. */
  usersPerAccount: 500,
  /** UTF-16 units of an e-mail address to sign in with. */
  emailChars: 254,
  /** UTF-16 units of a password. */
  passwordChars: { min: 10, max: 200 },
  /** Passwords hashed at the same time, of the thread pool's four threads: the other two sign answers. 32 MB each. */
  passwordsHashed: 2,
  /** Passwords that may wait to be hashed, some 0.2 s each, before the server sheds load. */
  passwordsQueued: 32,
  /** UTF-16 units of a session's or link's text; a real one has fewer than 60. */
  secretChars: 100,
  /** Milliseconds after the last request until a session ends. */
  sessionIdleMilliseconds: 12 * 3_600_000,
  /** Milliseconds after signing in until a session ends even if it is in use. */
  sessionMilliseconds: 14 * 86_400_000,
  /** Resolution of when a session was last used, in milliseconds. */
  sessionSeenMilliseconds: 5 * 60_000,
  /** Sessions of one person; beyond it the oldest end. */
  sessionsPerUser: 50,
  /** Milliseconds that a one-time link is good for: an invitation or a reset. */
  linkMilliseconds: 3 * 86_400_000,
  /** Milliseconds that the first start's link is good for; each start creates a new one while there is no password. */
  firstLinkMilliseconds: 7 * 86_400_000,
  /** Milliseconds in which failed sign-ins are counted together. */
  signInWindowMilliseconds: 15 * 60_000,
  /** Failed sign-ins in one window: for one e-mail address from one network, from one network, for one e-mail address. */
  signInFailures: { emailAndNetwork: 10, network: 50, email: 100 },
  /** Counters of failed sign-ins that a process keeps; the least recently used is evicted. */
  signInCounters: 50_000,

  // Events
  /** UTF-16 units of FeatureName and EventName. */
  eventNameChars: 100,
  /** UTF-16 units of an event's metadata. */
  eventMetadataChars: 10_000,
  /** Events that one GetEvents by feature or name may skip: some 0.1 s. */
  skippedEvents: 65_536,

  // Reads of the log
  /** UTF-16 units of a search text. */
  searchChars: 1_000,
  /**
   * Addresses (each once a month) that a filter of the log may expand to: of one network, and of one country before rows are
   * checked one by one instead.
   */
  filteredAddresses: { network: 200_000, country: 20_000 },
  /** Log rows that one page filtered by address or country may skip, some 0.3 s: the log has no index of addresses. */
  skippedLogRows: 2 ** 18,
  /** Addresses among the rows of a log page that is sorted by address: all are kept in memory to be masked. */
  sortedAddresses: 200_000,
  /** Rows of the same key or machine that GetLogRow shows before a row, and after it. */
  logRowNeighbours: 10,
  /** Subjects (combinations of key and terms) up to which their rows are merged from one index branch each. */
  extLogBranches: 200,
  /** Log rows that a stream reads with one statement and keeps in memory. */
  streamedRows: 1_000,
  /** Milliseconds for which a stream may be open before its token is checked again. */
  streamTrustMilliseconds: 5_000,
  /** Milliseconds for which a client may read nothing of a stream before the stream is closed. */
  stalledStreamMilliseconds: 120_000,
  /** Milliseconds without rows after which a tail sends a heartbeat with its position. */
  tailBeatMilliseconds: 15_000,
  /** Tails of the log that one account and one process may have open: each reads at every commit. */
  tails: { perAccount: 50, perProcess: 500 },

  // Usage analytics
  /** Log rows that are folded into all tables of usage analytics in one transaction: some 0.3 s. */
  projectionWindowRows: 5_000,
  /** Log rows that one count of GetLogHistogram or GetUsageOverview reads through one index: some 0.2 s. */
  countedRows: 100_000,
  /** Entries (who was seen on which day) that one count of GetUsageOverview merges: some 0.2 s. */
  seenRows: 200_000,
  /**
   * One GetSeatPressure: keys in an answer, denials that are counted, half hours of a key and machine that are searched for
   * full keys, and seats and denials of a key from which its levels are computed.
   */
  seatPressure: { licenses: 100, deniedStretches: 50_000, activeHalfHours: 10_000, stretchesPerLicense: 5_000 },
  /** One GetSuspects: addresses in an answer, refusals of each state that are read, rows after the first attempt that are. */
  suspects: { addresses: 100, refusals: 50_000, followedRows: 100_000 },
  /**
   * One GetRefusals: licenses in an answer, licenses of a customer that are searched, newest refusals that reasons are taken
   * from, rows that are counted.
   */
  refusals: { licenses: 50, licensesNamed: 1_000, newestRows: 1_000, countedRows: 100_000 },
  /** Seats, denials and changes of the limit that one answer of GetSeatUsage is computed from: some 0.1 s of this process. */
  seatStretchesPerAnswer: 50_000,
} as const;
