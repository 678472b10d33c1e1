import { methodQuery } from '../../api/call.js';

export const accountQuery = methodQuery('account/GetAccount', {});
