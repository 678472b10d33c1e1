import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const ProductsPage = () => (
  <Page title="Products">
    <Empty title="This page is not built yet" />
  </Page>
);
