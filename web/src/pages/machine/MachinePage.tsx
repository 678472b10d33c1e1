import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const MachinePage = () => (
  <Page title="Machine">
    <Empty title="This page is not built yet" />
  </Page>
);
