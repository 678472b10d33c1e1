import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const ChangesPage = () => (
  <Page title="Changes">
    <Empty title="This page is not built yet" />
  </Page>
);
