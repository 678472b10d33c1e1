import { Empty } from '../../parts/Empty.js';
import { Page } from '../../parts/Page.js';

export const GuessingPage = () => (
  <Page title="Guessing">
    <Empty title="This page is not built yet" />
  </Page>
);
