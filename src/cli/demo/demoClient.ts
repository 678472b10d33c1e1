import type { ProductId } from '../../domain/entities/ids.js';
/** The server calls of the application that the demo plays. */
export interface DemoClient {
  /** How it calls the server, as the end of "What an application did, ". */
  readonly manner: string;
  /** Activates and verifies the signature; `seconds` above 0 asks for a floating seat. Rejects with the server's message. */
  readonly activate: (key: string, machineCode: string, seconds: number) => Promise<ActivatedSeats>;
  /** Rejects with the server's message. */
  readonly deactivate: (key: string, machineCode: string) => Promise<void>;
}

interface ActivatedSeats {
  readonly taken: number;
  readonly limit: number;
}

/** The constants built into an application, and the server's address. */
export interface DemoTarget {
  readonly url: string;
  readonly token: string;
  readonly publicKeyXml: string;
  readonly productId: ProductId;
}
