import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const ProductPage = () => (
  <Page title="Product">
    <Empty title="This page is not built yet" />
  </Page>
);
