import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const CustomerPage = () => (
  <Page title="Customer">
    <Empty title="This page is not built yet" />
  </Page>
);
