/** The application that the demo plays, as far as it talks to the server. */
export interface DemoClient {
  /** How it talks, to be read after "What an application did, ". */
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

/** What an application is shipped with, and where its server is. */
export interface DemoTarget {
  readonly url: string;
  readonly token: string;
  readonly publicKeyXml: string;
  readonly productId: number;
}
