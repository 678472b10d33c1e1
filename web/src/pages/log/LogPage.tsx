import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const LogPage = () => (
  <Page title="Log">
    <Empty title="This page is not built yet" />
  </Page>
);
