import assert from 'node:assert/strict';
import type { License, Product } from '../../src/domain/entities/licensing.js';
import { addLicense } from './licenses.js';
import { licenseServer, type TestParameters, type TestServer } from './server.js';

/** An event as GetEvents answers it. */
export interface ShownEvent {
  readonly id: number;
  readonly productId: number;
  readonly key: string;
  readonly machineCode: string;
  readonly featureName: string;
  readonly eventName: string;
  readonly time: number;
  readonly value: number;
  readonly currency: string;
  readonly metadata: string;
}

/** Long before any event that the server dates. */
export const EARLY = 1_534_407_953;

/** A server with two products, two keys of the first, and 200 events `f0`, `f1`, … at EARLY and the seconds after it. */
export class EventServer {
  readonly server: TestServer;
  readonly token: string;
  readonly product: Product;
  readonly other: Product;
  /** KEY-A. */
  readonly license: License;
  /** KEY-B. */
  readonly second: License;

  private constructor(server: TestServer, token: string, products: [Product, Product], licenses: [License, License]) {
    this.server = server;
    this.token = token;
    [this.product, this.other] = products;
    [this.license, this.second] = licenses;
  }

  /** For the tests of the file that asks, as `serverOfFile`. */
  static async start(): Promise<EventServer> {
    const { server, token, product } = await licenseServer();
    const other = await server.product();
    const license = await addLicense(server.engine, { productId: product.productId, key: 'KEY-A' });
    const second = await addLicense(server.engine, { productId: product.productId, key: 'KEY-B' });
    const events = new EventServer(server, token, [product, other], [license, second]);
    const filler = Array.from({ length: 200 }, (_, index) => ({ FeatureName: `f${index}`, Time: EARLY + index }));
    assert.equal(await events.register({ Events: JSON.stringify(filler) }, 'RegisterEvents'), null);
    return events;
  }

  /** The message of the refusal, null when the events were registered. */
  async register(parameters: TestParameters, method = 'RegisterEvent', token = this.token): Promise<string | null> {
    const { status, body } = await this.server.call(`ai/${method}`, token, parameters);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).toSorted(), ['message', 'result']);
    if (body.result === 0) assert.equal(body.message, null);
    return body.message;
  }

  async page(parameters: TestParameters = {}, token = this.token): Promise<readonly ShownEvent[]> {
    const answer = await this.server.call('ai/GetEvents', token, parameters);
    assert.deepEqual([answer.status, answer.body.result, answer.body.message], [200, 0, null]);
    return answer.body.events as ShownEvent[];
  }

  async refusal(parameters: TestParameters, token = this.token): Promise<string | null> {
    const answer = await this.server.call('ai/GetEvents', token, parameters);
    assert.deepEqual([answer.status, answer.body.result], [200, 1]);
    return answer.body.message;
  }

  /** The last events, oldest first. */
  async newest(count = 1): Promise<readonly ShownEvent[]> {
    return (await this.page({ EndingBefore: Number.MAX_SAFE_INTEGER, Limit: count })).toReversed();
  }
}
