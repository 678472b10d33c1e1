import { z } from 'zod';
import { defineQuery } from '../define.js';
import { nothing } from '../results.js';
import { EVENT_ERRORS, eventFields, eventSubject, registerEvents } from './newEvents.js';

export const RegisterEvent = defineQuery({
  category: 'ai',
  name: 'RegisterEvent',
  title: 'Registers an event: a feature was used, something was bought.',
  description:
    'Everything but the token is optional; what is not said is empty. The event is dated by the server’s clock. A product or key that is named must exist. A token locked to a product or key must name it.',
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
