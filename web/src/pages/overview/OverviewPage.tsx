import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const OverviewPage = () => (
  <Page title="Overview">
    <Empty title="This page is not built yet" />
  </Page>
);
