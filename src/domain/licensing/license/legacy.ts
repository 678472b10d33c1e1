import type { ProductId } from '../../entities/ids.js';
import type { Machine } from '../../entities/licensing.js';
import { isoWithoutZone, unixSeconds } from '../../time/time.js';
import { type LicenseView, listedCode, type ModelVersion, type RenderOptions, visibleLicense } from './view.js';

/** Dates are UTC texts without a zone, see `isoWithoutZone`. */
interface LegacyMachine {
  readonly mid: string;
  readonly ip: string;
  readonly time: string;
  /** From ModelVersion 2 on. */
  readonly friendlyName?: string;
  /** From ModelVersion 3 on; null for a node-locked machine. */
  readonly floatingExpires?: string | null;
}

/** A license as SignMethod 0 and GetKeys answer it. */
export interface LegacyLicense {
  readonly productId: ProductId;
  readonly id: number;
  readonly key: string | null;
  readonly created: string;
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
    readonly created: string;
  } | null;
  readonly activatedMachines: readonly LegacyMachine[];
  readonly trialActivation: boolean;
  readonly maxNoOfMachines: number;
  readonly allowedMachines: string | null;
  readonly dataObjects: readonly {
    readonly id: number;
    readonly name: string;
    readonly stringValue: string;
    readonly intValue: number;
  }[];
  /** From ModelVersion 3 on. Resellers are not kept. */
  readonly reseller?: null;
  readonly signDate: string;
  /** Base64; "" while not signed. */
  readonly signature: string;
}

/** Placeholder for no date: .NET clients parse `signDate` into a non-nullable date, and reject "". */
const NO_DATE = '0001-01-01T00:00:00';

/** The license with its date but without signature; the signature covers its `signedText`. */
export function legacyLicense(
  view: LicenseView,
  options: RenderOptions & { readonly signDateMs: number },
): LegacyLicense {
  return render(view, options, isoWithoutZone(unixSeconds(options.signDateMs) * 1000));
}

/** The license as lists show it, where nothing is signed (GetKeys, GetCustomerLicenses). */
export function unsignedLicense(view: LicenseView, options: RenderOptions): LegacyLicense {
  return render(view, options, NO_DATE);
}

/**
 * The text that SignMethod 0 signs (as UTF-16LE). A client rebuilds it from the object it received, so it is built
 * from the object here too. It has no quoting: a comma in the notes looks like the end of the field. That is a weakness of
 * the format, and the reason to prefer SignMethod 1.
 */
export function signedText(license: LegacyLicense): string {
  const { customer } = license;
  const flags = [license.f1, license.f2, license.f3, license.f4, license.f5, license.f6, license.f7, license.f8];
  // `join` separates by commas and writes null as "", as the format requires.
  const values = [
    license.productId,
    license.id,
    license.key,
    wholeSeconds(license.created),
    wholeSeconds(license.expires),
    license.period,
    ...flags.map(booleanText),
    license.notes,
    booleanText(license.block),
    license.globalId,
    customer === null
      ? ''
      : [customer.name, customer.email, customer.companyName, wholeSeconds(customer.created)].join(),
    listText(license.activatedMachines.map(({ mid, ip, time }) => [mid, ip, wholeSeconds(time)])),
    booleanText(license.trialActivation),
    license.maxNoOfMachines,
    license.allowedMachines,
    listText(license.dataObjects.map(({ id, name, stringValue, intValue }) => [id, name, stringValue, intValue])),
    wholeSeconds(license.signDate),
    // The signature itself is empty here, so the text ends with a comma.
    '',
  ];
  return values.join();
}

function render(view: LicenseView, options: RenderOptions, signDate: string): LegacyLicense {
  const license = visibleLicense(view, options);
  const { customer } = license;
  const [f1, f2, f3, f4, f5, f6, f7, f8] = license.features;
  return {
    productId: license.productId,
    id: license.idInProduct,
    key: license.key,
    created: isoWithoutZone(license.created),
    expires: isoWithoutZone(license.expires),
    period: license.period,
    f1,
    f2,
    f3,
    f4,
    f5,
    f6,
    f7,
    f8,
    notes: license.notes,
    block: license.block,
    globalId: license.licenseId,
    customer: customer && {
      id: customer.customerId,
      name: customer.name,
      email: customer.email,
      companyName: customer.companyName,
      created: isoWithoutZone(customer.created),
    },
    activatedMachines: license.machines.map((machine) => machineItem(machine, options.modelVersion)),
    trialActivation: license.trialActivation,
    maxNoOfMachines: license.maxNoOfMachines,
    allowedMachines: license.allowedMachines,
    dataObjects: license.dataObjects.map(({ id, name, stringValue, intValue }) => ({
      id,
      name,
      stringValue,
      intValue,
    })),
    ...(options.modelVersion === 3 ? { reseller: null } : {}),
    signDate,
    signature: '',
  };
}

function machineItem(machine: Machine, modelVersion: ModelVersion): LegacyMachine {
  const { friendlyName, ip, floatingExpires } = machine;
  const item = { mid: listedCode(machine), ip, time: isoWithoutZone(machine.time) };
  switch (modelVersion) {
    case 1:
      return item;
    case 2:
      return { ...item, friendlyName };
    case 3:
      return {
        ...item,
        friendlyName,
        floatingExpires: floatingExpires === null ? null : isoWithoutZone(floatingExpires),
      };
    default:
      return modelVersion satisfies never;
  }
}

/** Cuts the fraction off a text of `isoWithoutZone`. */
function wholeSeconds(iso: string): string {
  return iso.slice(0, 'yyyy-MM-ddTHH:mm:ss'.length);
}

function booleanText(value: boolean): string {
  return value ? 'True' : 'False';
}

/** Every item is followed by a comma, the last one too. */
function listText(items: readonly (readonly (string | number)[])[]): string {
  return `[${items.map((values) => `${values.join()},`).join('')}]`;
}
