import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { unixSeconds } from '../../domain/time/time.js';
import { accountFacts } from '../../sql/identity/accounts.js';
import { defineQuery } from '../define.js';

const period = (unit: string) => z.int().meta({ description: `${unit}; 0: forever.` });

export const GetAccount = defineQuery({
  category: 'account',
  name: 'GetAccount',
  title: 'Returns the account, its public key and its settings.',
  description: 'Not part of the vendor’s API. Retention periods are set in the server’s configuration.',
  permission: 'ManageAccount',
  scope: 'wholeAccount',
  parameters: z.object({}),
  errors: [SENTENCES.accessDenied],
  states: [],
  refusal: null,
  result: z.strictObject({
    id: z.int(),
    name: z.string(),
    created: z.int().meta({ description: 'Unix seconds.' }),
    webAPILog: z.boolean().meta({ description: 'Whether Web API 2 may read the log.' }),
    publicKey: z.string().meta({ description: 'XML, as the client SDKs take it.' }),
    retention: z.strictObject({
      eventDays: period('Days that events are kept'),
      objectLogDays: period('Days that the Object Log is kept'),
      addressMonths: period('Months that addresses are kept'),
    }),
  }),
  example: {
    request: {},
    answer: {
      id: 1,
      name: 'Account 1',
      created: 1767225600,
      webAPILog: false,
      publicKey: '<RSAKeyValue><Modulus>sGbv…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>',
      retention: { eventDays: 0, objectLogDays: 0, addressMonths: 24 },
      result: 0,
      message: null,
    },
  },
  handle: async ({ accountId, run, retention: { eventDays, objectLogDays, addressMonths } }) => {
    const [row] = await run(accountFacts(accountId));
    if (row === undefined) throw new Error(`account ${accountId} does not exist`);
    return granted({
      id: accountId,
      name: row.name,
      created: unixSeconds(row.created),
      webAPILog: row.web_api_log,
      publicKey: row.public_key_xml,
      retention: { eventDays, objectLogDays, addressMonths },
    });
  },
});
