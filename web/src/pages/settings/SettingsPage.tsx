import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const SettingsPage = () => (
  <Page title="Settings">
    <Empty title="This page is not built yet" />
  </Page>
);
