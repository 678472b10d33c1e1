import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/Empty.js';
import { Page } from '../ui/Page.js';

export const NotFound = () => (
  <Page title="There is no such page">
    <Empty title="Nothing is at this address">
      It may be mistyped. <Link to="/">Back to the overview</Link>
    </Empty>
  </Page>
);
