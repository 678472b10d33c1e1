import { useQuery } from '@tanstack/react-query';
import { methodQuery } from '../../api/call.js';
import { FEATURES } from '../../api/license.js';
import type { ProductFacts } from '../../api/products.js';
import { useMayCall } from '../../api/useMayCall.js';
import { ProductLink } from '../../products/ProductLink.js';
import { unixOfIso } from '../../time/isoTime.js';
import { dayText } from '../../time/timeText.js';
import { type Column, DataTable } from '../../ui/DataTable.js';
import { Empty } from '../../ui/Empty.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { CreateProductAction } from './CreateProductAction.js';

/** Those that have a name of their own. */
const featureNames = ({ featureDefinitions }: ProductFacts): string =>
  FEATURES.map((feature) => featureDefinitions[feature].name)
    .filter((name) => !/^(?:F[1-8])?$/.test(name))
    .join(', ');

const COLUMNS: readonly Column<ProductFacts>[] = [
  {
    id: 'name',
    head: 'Product',
    width: '260px',
    card: 'title',
    sortBy: ({ name }) => name.toLowerCase(),
    cell: ({ id }) => <ProductLink productId={id} />,
  },
  {
    id: 'description',
    head: 'Description',
    card: 'detail',
    cell: ({ description }) => <span title={description}>{description}</span>,
  },
  {
    id: 'features',
    head: 'Features',
    card: 'detail',
    cell: (product) => <span title={featureNames(product)}>{featureNames(product)}</span>,
  },
  {
    id: 'created',
    head: 'Made',
    width: '120px',
    sortBy: ({ creationDate }) => creationDate,
    cell: ({ creationDate }) => dayText(unixOfIso(creationDate)),
  },
  { id: 'id', head: 'Id', width: '80px', numeric: true, card: 'aside', sortBy: ({ id }) => id, cell: ({ id }) => id },
];

/** What licences are for. */
export const ProductsPage = () => {
  const mayCall = useMayCall();
  const { data, error, refetch } = useQuery(methodQuery('product/GetProducts', {}));
  const products = data?.products ?? [];
  return (
    <Page title="Products" aside={mayCall('product/CreateProduct') && <CreateProductAction />}>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={6} />}
      {data !== undefined && products.length === 0 && (
        <Empty title="No products yet">A product has keys and names its features. Create the first one.</Empty>
      )}
      {products.length > 0 && <DataTable label="Products" columns={COLUMNS} rows={products} rowKey={({ id }) => id} />}
    </Page>
  );
};
