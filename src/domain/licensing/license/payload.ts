import type { Machine } from '../../entities/licensing.js';
import { unixSeconds } from '../../time/time.js';
import { type LicenseView, listedCode, type ModelVersion, type RenderOptions, visibleLicense } from './view.js';

/**
 * The text that SignMethod 1 signs: compact JSON, PascalCase, times in unix seconds. Clients verify the bytes they
 * received, so the order of the fields is free; this one is that of the vendor's published answers.
 */
export function renderSigned(view: LicenseView, options: RenderOptions & { readonly signDateMs: number }): string {
  const license = visibleLicense(view, options);
  const { customer } = license;
  const [F1, F2, F3, F4, F5, F6, F7, F8] = license.features;
  return JSON.stringify({
    ProductId: license.productId,
    ID: license.idInProduct,
    Key: license.key,
    Created: unixSeconds(license.created),
    Expires: unixSeconds(license.expires),
    Period: license.period,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    Notes: license.notes,
    Block: license.block,
    GlobalId: license.licenseId,
    Customer: customer && {
      Id: customer.customerId,
      Name: customer.name,
      Email: customer.email,
      CompanyName: customer.companyName,
      Created: unixSeconds(customer.created),
    },
    ActivatedMachines: license.machines.map((machine) => machineItem(machine, options.modelVersion)),
    TrialActivation: license.trialActivation,
    MaxNoOfMachines: license.maxNoOfMachines,
    AllowedMachines: license.allowedMachines,
    DataObjects: license.dataObjects.map(({ id, name, stringValue, intValue }) => ({
      Id: id,
      Name: name,
      StringValue: stringValue,
      IntValue: intValue,
    })),
    // Resellers are not kept, but clients of version 3 read the field.
    ...(options.modelVersion === 3 ? { Reseller: null } : {}),
    SignDate: unixSeconds(options.signDateMs),
  });
}

/** Nothing may be added: the Python client passes every field of an item to a constructor that knows only these. */
function machineItem(machine: Machine, modelVersion: ModelVersion) {
  const Mid = listedCode(machine);
  const { friendlyName: FriendlyName, ip: IP, floatingExpires } = machine;
  const Time = unixSeconds(machine.time);
  switch (modelVersion) {
    case 1:
      return { Mid, IP, Time };
    case 2:
      return { Mid, IP, Time, FriendlyName };
    case 3:
      return {
        Mid,
        FriendlyName,
        IP,
        Time,
        FloatingExpires: floatingExpires === null ? null : unixSeconds(floatingExpires),
      };
    default:
      return modelVersion satisfies never;
  }
}
