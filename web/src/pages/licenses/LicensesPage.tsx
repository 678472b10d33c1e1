import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { methodQuery } from '../../api/call.js';
import type { KeysFilter } from '../../api/keysPage.js';
import { LicenseBrowser } from '../../licenses/LicenseBrowser.js';
import { ProductSelect } from '../../products/ProductSelect.js';
import { Empty } from '../../ui/Empty.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { AllLicenses } from './AllLicenses.js';

/** The licences of all products or of one, found by their keys, notes and customers. */
export const LicensesPage = () => {
  const { product, find = '', state = 'all', page = 1 } = useSearch({ from: '/shell/licenses' });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(methodQuery('product/GetProducts', {}));
  const change = ({ text, state: nextState, page: nextPage }: Partial<KeysFilter>): void => {
    void navigate({
      to: '.',
      replace: text !== undefined,
      search: (search) => ({
        ...search,
        ...(text !== undefined && { find: text === '' ? undefined : text }),
        ...(nextState !== undefined && { state: nextState === 'all' ? undefined : nextState }),
        ...(nextPage !== undefined && { page: nextPage === 1 ? undefined : nextPage }),
      }),
    });
  };
  const select = (
    <ProductSelect
      value={product}
      withAll
      onChange={(chosen) =>
        void navigate({ to: '.', search: (search) => ({ ...search, product: chosen, page: undefined }) })
      }
    />
  );
  return (
    <Page title="Licences">
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={12} />}
      {data !== undefined && product === undefined && data.products.length === 0 && (
        <Empty title="No licences yet">
          <p>A licence belongs to a product: make a product first, then its keys.</p>
          <Button size="compact-sm" variant="default" renderRoot={(props) => <Link {...props} to="/products" />}>
            Products
          </Button>
        </Empty>
      )}
      {product !== undefined && (
        <LicenseBrowser filter={{ productId: product, text: find, state, page }} change={change}>
          {select}
        </LicenseBrowser>
      )}
      {data !== undefined && product === undefined && data.products.length > 0 && (
        <AllLicenses products={data.products} filter={{ text: find, state }} change={change}>
          {select}
        </AllLicenses>
      )}
    </Page>
  );
};
