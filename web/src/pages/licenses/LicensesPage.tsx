import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const LicensesPage = () => (
  <Page title="Licences">
    <Empty title="This page is not built yet" />
  </Page>
);
