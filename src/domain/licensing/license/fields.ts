/** The fields that a mask can hide, with their bits. All other fields are always shown. */
const FIELD_BITS = {
  id: 2,
  key: 4,
  notes: 8,
  globalId: 16,
  customer: 32,
  activatedMachines: 64,
  allowedMachines: 128,
  maxNoOfMachines: 256,
  dataObjects: 512,
} as const;

export type MaskedField = keyof typeof FIELD_BITS;

/**
 * Whether an answer under `mask` (FieldsToReturn, or a token's feature lock in its place) shows the field. 0 shows
 * everything; in any other mask a set bit shows. Bit 0 and the bits from 10 up name no field: a mask of those alone
 * hides every field that can be hidden.
 */
export function isShown(mask: number, field: MaskedField): boolean {
  return mask === 0 || (mask & FIELD_BITS[field]) !== 0;
}
