/**
 * The sentences of the API. Clients compare them letter by letter: a sentence never changes once released.
 */
export const SENTENCES = {
  unableToAuthenticate: 'Unable to authenticate.',
  accessDenied: 'Access denied.',
  inputIncorrect: 'The input parameters were incorrect.',
  productNotFound: 'Could not find the product.',
  keyNotFound: 'Could not find the key.',
  keyBlocked: 'The key is blocked and cannot be accessed.',
  deviceLimit: 'Cannot activate the new device as the limit has been reached.',
  notActivated: 'Either the machine code was never activated or key activation feature was never set up.',
  notesTooLong: 'The notes field cannot be more than 500 characters.',
  customerOfKeyNotFound: 'Could not find the customer.',
  resellerOfKeyNotFound: 'Could not issue a new license. Error message: Could not find the reseller.',
  addCustomerPermission: "Access denied. Please add 'AddCustomer' permission.",
  trialAlreadyActivated: 'This machine code has already activated the trial.',
  machineCodeNull: 'The machine code cannot be null.',
  machineCodeTooLong: 'The machine code cannot exceed 128 chars in length.',
  customerDissociated: 'Customer not found, so current key no longer references any customer.',
  dataObjectNotFound: 'Not enough permission and/or key not found.',
  searchQuery:
    'The search query causes problems. Please check that it follows the standard: https://help.cryptolens.io/web-interface/linq-search-product',
  orderBy: "The 'order by' field causes problems. Please check the remarks section for this method.",
  customerNotFound: 'Customer could not be found.',
  customerNameTooLong: 'The name of the customer is limited to 100 characters.',
  customerEmailTooLong: 'The email of the customer is limited to 100 characters.',
  customerCompanyTooLong: 'The company name of the customer is limited to 100 characters.',
  customerNotesTooLong: 'The notes of the customer is limited to 1000 characters.',
  customerSecretExists: 'A customer with the same secret exists.',
  timeFormat: "The 'Time' parameter has the wrong format.",
  startFormat: "The 'Start' parameter has the wrong format.",
  endFormat: "The 'End' parameter has the wrong format.",
  errorOccured: 'An error occured.',
  /** Ours: CheckForDuplicates found one. */
  dataObjectExists: 'A data object with the same name already exists.',
  /** Ours: the vendor's pages name no sentence for it. */
  dataObjectBound: 'The integer value cannot be changed beyond the bound.',
  /** Ours. */
  dataObjectOverflow: 'The integer value cannot be changed beyond what 32 bits hold.',
  /** Ours: see LIMITS.dataObjectsPerOwner. */
  dataObjectLimit: 'No more data objects can be added here.',
  /** Ours, about people and access. */
  emailIncorrect: 'This is not an e-mail address.',
  emailMissing: 'An e-mail address is needed to sign in with.',
  emailTaken: 'There is a user with this e-mail address already.',
  userNotFound: 'Could not find the user.',
  userLimit: 'No more users can be added.',
  lastOwner: 'The account must keep an owner.',
  linkUsed: 'This link has been used already or is too old. Ask for a new one.',
  tokenNotFound: 'Could not find the token.',
  tokenScope: 'A token cannot be given more than its maker has.',
  permissionUnknown: 'There is no such permission.',
  expiresPast: 'The expiry must lie in the future.',
  subscriptionLevel: 'The subscription level of the user does not allow this functionality.',
  logsDisabled:
    "The user has either disabled <i>Web API logs</i> or the <i>private key</i> was incorrect or the user's subscription level does not allow this functionality.",
  noTypeOfAction: 'No typeOfAction was specified. Either User, Product or Key.',
  hsumIncorrect: 'The hsum was incorrect.',
  productInaccessible: 'Unable to access the given product. Either it does not exist or it is not set to be public.',
  keyInaccessible:
    'Unable to access the key. Either, the key does not exist, it is blocked or was in incorrect format.',
  machineNotDeactivated:
    'Unable to deactivate the machine code. Either the machine code was never activated or key activation feature was never set up.',
  optionalFieldNotSpecified: 'The optional field value has not been specified.',
  optionalFieldOnlyDecreases:
    'The optional field can only be decreased. In order to increase it, authentication is required.',
  /** Ours: the database is unavailable or the server is overloaded; nothing was done. */
  tryAgain: 'The server could not handle the request right now. Please try again later.',
  /** Ours: a fault of the server; details stay in its own log. */
  serverFault: 'Something went wrong on the server.',
} as const;
