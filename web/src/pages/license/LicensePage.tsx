import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const LicensePage = () => (
  <Page title="Licence">
    <Empty title="This page is not built yet" />
  </Page>
);
