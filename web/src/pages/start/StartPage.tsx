import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const StartPage = () => (
  <Page title="Getting started">
    <Empty title="This page is not built yet" />
  </Page>
);
