import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const EventsPage = () => (
  <Page title="Events">
    <Empty title="This page is not built yet" />
  </Page>
);
