import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { methodQuery } from '../../api/call.js';
import type { KeysFilter } from '../../api/keysPage.js';
import { FEATURES } from '../../api/license.js';
import type { ProductFacts } from '../../api/products.js';
import { useMayCall } from '../../api/useMayCall.js';
import { LicenseBrowser } from '../../licenses/LicenseBrowser.js';
import { unixOfIso } from '../../time/isoTime.js';
import { dayText } from '../../time/timeText.js';
import { Empty } from '../../ui/Empty.js';
import { Fact, Facts } from '../../ui/Facts.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { CreateKeyAction } from './CreateKeyAction.js';
import { EditProductAction } from './EditProductAction.js';
import classes from './ProductPage.module.css';

/** A product: its features by their names, and its keys. */
export const ProductPage = () => {
  const { id } = useParams({ from: '/shell/products/$id' });
  const mayCall = useMayCall();
  const { data, error, refetch } = useQuery(methodQuery('product/GetProducts', {}));
  const product = data?.products.find((one) => one.id === Number(id));
  return (
    <Page
      title={product?.name ?? `Product ${id}`}
      aside={
        product !== undefined && (
          <>
            {mayCall('product/EditProduct') && <EditProductAction product={product} />}
            {mayCall('key/CreateKey') && <CreateKeyAction productId={product.id} />}
          </>
        )
      }
    >
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={12} />}
      {data !== undefined && product === undefined && <Empty title="There is no such product" />}
      {product !== undefined && (
        <>
          <ProductFactsList product={product} />
          {mayCall('product/GetKeys') && <Keys productId={product.id} />}
        </>
      )}
    </Page>
  );
};

const ProductFactsList = ({ product }: { readonly product: ProductFacts }) => {
  const named = FEATURES.filter((feature) => !/^(?:F[1-8])?$/.test(product.featureDefinitions[feature].name));
  return (
    <Facts>
      <Fact name="Product id">{product.id}</Fact>
      <Fact name="Made">{dayText(unixOfIso(product.creationDate))}</Fact>
      <Fact name="Features" wide>
        <span className={classes.features}>
          {named.map((feature) => (
            <Badge key={feature} variant="default" tt="none" fw={500} radius="sm">
              {feature.toUpperCase()} {product.featureDefinitions[feature].name}
            </Badge>
          ))}
          {named.length === 0 && 'F1 to F8, not named'}
        </span>
      </Fact>
      {product.description !== '' && (
        <Fact name="Description" wide>
          {product.description}
        </Fact>
      )}
    </Facts>
  );
};

const Keys = ({ productId }: { readonly productId: number }) => {
  const { find = '', state = 'all', page = 1 } = useSearch({ from: '/shell/products/$id' });
  const navigate = useNavigate();
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
  return (
    <Section title="Licences">
      <LicenseBrowser filter={{ productId, text: find, state, page }} change={change} />
    </Section>
  );
};
