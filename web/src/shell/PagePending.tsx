import { Skeletons } from '../ui/Skeletons.js';

/** While the code of a page is on its way. */
export const PagePending = () => <Skeletons rows={8} />;
