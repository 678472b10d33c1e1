import type { DemoClient, DemoTarget } from './demoClient.js';

/** FieldsToReturn: no mask. */
const EVERY_FIELD = 0;

/** The vendor's own SDK, which is not part of an installation; null: not installed. */
const loadSdk = async () => {
  try {
    return (await import('cryptolens')).default;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
};

/** A client with the vendor's own SDK for Node; null: not installed. */
export const sdkClient = async ({ url, token, publicKeyXml, productId }: DemoTarget): Promise<DemoClient | null> => {
  const sdk = await loadSdk();
  if (sdk === null) return null;
  return {
    manner: "through the vendor's own SDK for Node",
    activate: async (key, machineCode, seconds) => {
      const { ActivatedMachines, MaxNoOfMachines } = await sdk.Key.Activate(
        token,
        publicKeyXml,
        productId,
        key,
        machineCode,
        EVERY_FIELD,
        false,
        seconds,
        0,
        url,
      );
      return { taken: ActivatedMachines.length, limit: MaxNoOfMachines };
    },
    deactivate: async (key, machineCode) => {
      await sdk.Key.Deactivate(token, productId, key, machineCode, false, null, url);
    },
  };
};
