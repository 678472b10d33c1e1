import { z } from 'zod';
import { defineQuery } from '../define.js';
import { nothing } from '../results.js';
import { EVENT_ERRORS, eventFields, eventSubject, registerEvents } from './newEvents.js';

export const RegisterEvent = defineQuery({
  category: 'ai',
  name: 'RegisterEvent',
  title: 'Registers an event, such as the use of a feature or a purchase.',
  description:
    'Every parameter except the token is optional and empty by default. The event gets the server’s time. A product or key that is given must exist. With a token that is locked to a product or key, it must be given.',
  permission: 'RegisterEvent',
  scope: 'own',
  parameters: z.object({ ...eventSubject, ...eventFields }),
  errors: EVENT_ERRORS,
  states: [],
  refusal: null,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', FeatureName: 'Export', EventName: 'start' },
    answer: { result: 0, message: null },
  },
  handle: (access, parameters, { caller }) => registerEvents(access, caller, parameters, [parameters]),
});
