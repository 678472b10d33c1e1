import { Page } from '../../parts/Page.js';
import { GettingStarted } from './GettingStarted.js';

/** From an empty account to the first activation. */
export const StartPage = () => (
  <Page title="Getting started">
    <GettingStarted />
  </Page>
);
