import { GetAccount } from './account/GetAccount.js';
import { GetPrivateKey } from './account/GetPrivateKey.js';
import { SetName } from './account/SetName.js';
import { SetWebAPILog } from './account/SetWebAPILog.js';
import { DownloadWebAPILog } from './ai/DownloadWebAPILog.js';
import { GetChanges } from './ai/GetChanges.js';
import { GetDailyAggregates } from './ai/GetDailyAggregates.js';
import { GetDailyCountryAggregates } from './ai/GetDailyCountryAggregates.js';
import { GetEvents } from './ai/GetEvents.js';
import { GetKeyDevices } from './ai/GetKeyDevices.js';
import { GetKeyUsageSummaries } from './ai/GetKeyUsageSummaries.js';
import { GetLicenseActivityBuckets } from './ai/GetLicenseActivityBuckets.js';
import { GetLogHistogram } from './ai/GetLogHistogram.js';
import { GetLogRow } from './ai/GetLogRow.js';
import { GetObjectLog } from './ai/GetObjectLog.js';
import { GetRefusals } from './ai/GetRefusals.js';
import { GetSeatHolders } from './ai/GetSeatHolders.js';
import { GetSeatPressure } from './ai/GetSeatPressure.js';
import { GetSeatUsage } from './ai/GetSeatUsage.js';
import { GetSuspects } from './ai/GetSuspects.js';
import { GetUsageOverview } from './ai/GetUsageOverview.js';
import { GetWebAPILog } from './ai/GetWebAPILog.js';
import { RegisterEvent } from './ai/RegisterEvent.js';
import { RegisterEvents } from './ai/RegisterEvents.js';
import { Search } from './ai/Search.js';
import { TailWebAPILog } from './ai/TailWebAPILog.js';
import { CreateToken } from './auth/CreateToken.js';
import { GetTokens } from './auth/GetTokens.js';
import { KeyLock } from './auth/KeyLock.js';
import { RevokeToken } from './auth/RevokeToken.js';
import { AddCustomer } from './customer/AddCustomer.js';
import { EditCustomer } from './customer/EditCustomer.js';
import { GetCustomerLicenses } from './customer/GetCustomerLicenses.js';
import { GetCustomerLicensesBySecret } from './customer/GetCustomerLicensesBySecret.js';
import { GetCustomers } from './customer/GetCustomers.js';
import { RemoveCustomer } from './customer/RemoveCustomer.js';
import { AddDataObject } from './data/AddDataObject.js';
import { AddDataObjectToKey } from './data/AddDataObjectToKey.js';
import { AddDataObjectToMachineCode } from './data/AddDataObjectToMachineCode.js';
import { DecrementIntValue } from './data/DecrementIntValue.js';
import { DecrementIntValueToKey } from './data/DecrementIntValueToKey.js';
import { DecrementIntValueToMachineCode } from './data/DecrementIntValueToMachineCode.js';
import { IncrementIntValue } from './data/IncrementIntValue.js';
import { IncrementIntValueToKey } from './data/IncrementIntValueToKey.js';
import { IncrementIntValueToMachineCode } from './data/IncrementIntValueToMachineCode.js';
import { ListDataObjects } from './data/ListDataObjects.js';
import { ListDataObjectsToKey } from './data/ListDataObjectsToKey.js';
import { ListDataObjectsToMachineCode } from './data/ListDataObjectsToMachineCode.js';
import { RemoveDataObject } from './data/RemoveDataObject.js';
import { RemoveDataObjectToKey } from './data/RemoveDataObjectToKey.js';
import { RemoveDataObjectToMachineCode } from './data/RemoveDataObjectToMachineCode.js';
import { SetIntValue } from './data/SetIntValue.js';
import { SetIntValueToKey } from './data/SetIntValueToKey.js';
import { SetIntValueToMachineCode } from './data/SetIntValueToMachineCode.js';
import { SetStringValue } from './data/SetStringValue.js';
import { SetStringValueToKey } from './data/SetStringValueToKey.js';
import { SetStringValueToMachineCode } from './data/SetStringValueToMachineCode.js';
import type { Method } from './define.js';
import { Activate as ExtActivate } from './ext/Activate.js';
import { Deactivate as ExtDeactivate } from './ext/Deactivate.js';
import type { ExtMethod } from './ext/define.js';
import { GenerateKey } from './ext/GenerateKey.js';
import { GetActivatedMachines } from './ext/GetActivatedMachines.js';
import { OptionalField } from './ext/OptionalField.js';
import { Validate } from './ext/Validate.js';
import { WebAPILog } from './ext/WebAPILog.js';
import { Activate } from './key/Activate.js';
import { AddFeature } from './key/AddFeature.js';
import { BlockKey } from './key/BlockKey.js';
import { ChangeCustomer } from './key/ChangeCustomer.js';
import { ChangeNotes } from './key/ChangeNotes.js';
import { CreateKey } from './key/CreateKey.js';
import { CreateTrialKey } from './key/CreateTrialKey.js';
import { Deactivate } from './key/Deactivate.js';
import { DeleteKey } from './key/DeleteKey.js';
import { ExtendLicense } from './key/ExtendLicense.js';
import { GetExcludedFromAnalytics } from './key/GetExcludedFromAnalytics.js';
import { GetKey } from './key/GetKey.js';
import { MachineLockLimit } from './key/MachineLockLimit.js';
import { RemoveFeature } from './key/RemoveFeature.js';
import { SetExcludedFromAnalytics } from './key/SetExcludedFromAnalytics.js';
import { TrialActivation } from './key/TrialActivation.js';
import { UnblockKey } from './key/UnblockKey.js';
import { CreateProduct } from './product/CreateProduct.js';
import { EditProduct } from './product/EditProduct.js';
import { GetKeys } from './product/GetKeys.js';
import { GetProducts } from './product/GetProducts.js';
import { ChangeUser } from './user/ChangeUser.js';
import { CreateUser } from './user/CreateUser.js';
import { GetNames } from './user/GetNames.js';
import { GetUsers } from './user/GetUsers.js';
import { RemoveUser } from './user/RemoveUser.js';
import { ResetPassword } from './user/ResetPassword.js';

/** Every method of Web API 3 that this server answers. */
export const METHODS: readonly Method[] = [
  Activate,
  AddFeature,
  BlockKey,
  ChangeCustomer,
  ChangeNotes,
  CreateKey,
  CreateTrialKey,
  Deactivate,
  DeleteKey,
  ExtendLicense,
  GetExcludedFromAnalytics,
  GetKey,
  MachineLockLimit,
  RemoveFeature,
  SetExcludedFromAnalytics,
  TrialActivation,
  UnblockKey,
  AddDataObject,
  AddDataObjectToKey,
  AddDataObjectToMachineCode,
  DecrementIntValue,
  DecrementIntValueToKey,
  DecrementIntValueToMachineCode,
  IncrementIntValue,
  IncrementIntValueToKey,
  IncrementIntValueToMachineCode,
  ListDataObjects,
  ListDataObjectsToKey,
  ListDataObjectsToMachineCode,
  RemoveDataObject,
  RemoveDataObjectToKey,
  RemoveDataObjectToMachineCode,
  SetIntValue,
  SetIntValueToKey,
  SetIntValueToMachineCode,
  SetStringValue,
  SetStringValueToKey,
  SetStringValueToMachineCode,
  GetKeys,
  GetProducts,
  CreateProduct,
  EditProduct,
  AddCustomer,
  EditCustomer,
  GetCustomerLicenses,
  GetCustomerLicensesBySecret,
  GetCustomers,
  RemoveCustomer,
  KeyLock,
  GetTokens,
  CreateToken,
  RevokeToken,
  GetUsers,
  GetNames,
  CreateUser,
  ChangeUser,
  RemoveUser,
  ResetPassword,
  GetAccount,
  GetPrivateKey,
  SetWebAPILog,
  SetName,
  DownloadWebAPILog,
  GetChanges,
  GetDailyAggregates,
  GetDailyCountryAggregates,
  GetEvents,
  GetKeyDevices,
  GetKeyUsageSummaries,
  GetLicenseActivityBuckets,
  GetLogHistogram,
  GetLogRow,
  GetObjectLog,
  GetSeatHolders,
  GetSeatPressure,
  GetSeatUsage,
  GetSuspects,
  GetRefusals,
  GetUsageOverview,
  GetWebAPILog,
  RegisterEvent,
  RegisterEvents,
  Search,
  TailWebAPILog,
];

/** Every method of Web API 2 that this server answers. */
export const EXT_METHODS: readonly ExtMethod[] = [
  ExtActivate,
  ExtDeactivate,
  GenerateKey,
  GetActivatedMachines,
  OptionalField,
  Validate,
  WebAPILog,
];
