import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const CustomersPage = () => (
  <Page title="Customers">
    <Empty title="This page is not built yet" />
  </Page>
);
