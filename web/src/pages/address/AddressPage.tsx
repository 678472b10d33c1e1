import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const AddressPage = () => (
  <Page title="Address">
    <Empty title="This page is not built yet" />
  </Page>
);
