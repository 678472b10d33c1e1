import { GettingStarted } from '../../gettingStarted/GettingStarted.js';
import { Page } from '../../ui/Page.js';

/** From an empty account to the first activation. */
export const StartPage = () => (
  <Page title="Getting started">
    <GettingStarted />
  </Page>
);
