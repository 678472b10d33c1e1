import { Link } from '@tanstack/react-router';
import { Empty } from '../parts/Empty.js';

export const NotFound = () => (
  <Empty title="There is no such page">
    The address may be mistyped. <Link to="/">Back to the overview</Link>
  </Empty>
);
