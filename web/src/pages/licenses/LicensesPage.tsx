import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { methodQuery } from '../../api/call.js';
import type { KeysFilter } from '../../api/keysPage.js';
import { Empty } from '../../parts/Empty.js';
import { LicenseBrowser } from '../../parts/LicenseBrowser.js';
import { Page } from '../../parts/Page.js';
import { ProblemNote } from '../../parts/ProblemNote.js';
import { ProductSelect } from '../../parts/ProductSelect.js';
import { Skeletons } from '../../parts/Skeletons.js';

/** The licences of a product, found by their keys, notes and customers. */
export const LicensesPage = () => {
  const { product, find = '', state = 'all', page = 1 } = useSearch({ from: '/shell/licenses' });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(methodQuery('product/GetProducts', {}));
  const productId = product ?? data?.products[0]?.id;
  const change = ({ productId: next, text, state: nextState, page: nextPage }: Partial<KeysFilter>): void => {
    void navigate({
      to: '.',
      replace: text !== undefined,
      search: (search) => ({
        ...search,
        ...(next !== undefined && { product: next }),
        ...(text !== undefined && { find: text === '' ? undefined : text }),
        ...(nextState !== undefined && { state: nextState === 'all' ? undefined : nextState }),
        ...(nextPage !== undefined && { page: nextPage === 1 ? undefined : nextPage }),
      }),
    });
  };
  return (
    <Page title="Licences">
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={12} />}
      {data !== undefined && productId === undefined && (
        <Empty title="No licences yet">
          <p>A licence belongs to a product: make a product first, then its keys.</p>
          <Button size="compact-sm" variant="default" renderRoot={(props) => <Link {...props} to="/products" />}>
            Products
          </Button>
        </Empty>
      )}
      {productId !== undefined && (
        <LicenseBrowser filter={{ productId, text: find, state, page }} change={change}>
          <ProductSelect
            value={productId}
            onChange={(chosen) => chosen !== undefined && change({ productId: chosen, page: 1 })}
          />
        </LicenseBrowser>
      )}
    </Page>
  );
};
