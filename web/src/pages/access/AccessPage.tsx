import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const AccessPage = () => (
  <Page title="Access">
    <Empty title="This page is not built yet" />
  </Page>
);
