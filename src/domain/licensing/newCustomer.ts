import type { DecideContext } from '../batch/decideContext.js';
import type { Customer } from '../entities/licensing.js';

/** What the caller chooses. */
export type CustomerDetails = Omit<Customer, 'customerId' | 'secret' | 'created' | 'maxNoOfDevices'>;

/** A new customer with an allocated id and a random secret. */
export const newCustomer = (details: CustomerDetails, context: DecideContext): Customer => ({
  ...details,
  customerId: context.nextId('customer'),
  secret: randomGuid(context.randomBytes(16)),
  created: context.now,
  maxNoOfDevices: 0,
});

/** A random GUID (version 4) of 16 random bytes. */
export const randomGuid = (bytes: Uint8Array): string => {
  const hex = [...bytes].map((byte, index) => {
    const marked = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, '0');
  });
  const group = (from: number, to: number) => hex.slice(from, to).join('');
  return [group(0, 4), group(4, 6), group(6, 8), group(8, 10), group(10, 16)].join('-');
};
