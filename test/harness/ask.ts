import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

export type Ask = <Answer>(method: string, parameters: Readonly<Record<string, unknown>>) => Promise<Answer>;

/** Calls methods as the person whose page it is. */
export const askAs = async (page: Page, url: string): Promise<Ask> => {
  const session = await (await page.request.get(`${url}/session`)).json();
  const headers = { 'x-csrf-token': String(session.csrf) };
  return async (method, data) => {
    const answer = await page.request.post(`${url}/api/${method}`, { data, headers });
    assert.equal(answer.status(), 200);
    return await answer.json();
  };
};
