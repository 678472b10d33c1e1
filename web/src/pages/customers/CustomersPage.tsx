import { Group } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Answer } from '../../api/call.js';
import { customerName } from '../../api/license.js';
import { customerPages } from '../../api/pages.js';
import { useMayCall } from '../../api/useMayCall.js';
import { CustomerLink } from '../../customers/CustomerLink.js';
import { unixOfIso } from '../../time/isoTime.js';
import { dayText } from '../../time/timeText.js';
import { type Column, DataTable } from '../../ui/DataTable.js';
import { Empty } from '../../ui/Empty.js';
import { Filters } from '../../ui/Filters.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { numberText } from '../../ui/numberText.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { SearchField } from '../../ui/SearchField.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { AddCustomerAction } from './AddCustomerAction.js';

type Customer = Answer<'customer/GetCustomers'>['customers'][number];

const HEIGHT = 680;

const COLUMNS: readonly Column<Customer>[] = [
  {
    id: 'customer',
    head: 'Customer',
    card: 'title',
    sortBy: (customer) => customerName(customer).toLowerCase(),
    cell: (customer) => <CustomerLink customerId={customer.id} name={customerName(customer)} />,
  },
  { id: 'name', head: 'Contact', card: 'detail', cell: ({ name, companyName }) => (companyName ? (name ?? '') : '') },
  { id: 'email', head: 'E-mail', card: 'detail', sortBy: ({ email }) => email ?? '', cell: ({ email }) => email ?? '' },
  {
    id: 'created',
    head: 'Since',
    width: '120px',
    card: 'aside',
    sortBy: ({ created }) => created,
    cell: ({ created }) => dayText(unixOfIso(created)),
  },
  { id: 'id', head: 'Id', width: '80px', numeric: true, sortBy: ({ id }) => id, cell: ({ id }) => id },
];

/** Whom licences belong to. */
export const CustomersPage = () => {
  const { find = '' } = useSearch({ from: '/shell/customers' });
  const navigate = useNavigate();
  const mayCall = useMayCall();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...customerPages(find),
    placeholderData: keepPreviousData,
  });
  const customers = useMemo(() => data?.pages.flat() ?? [], [data]);
  return (
    <Page title="Customers" aside={mayCall('customer/AddCustomer') && <AddCustomerAction />}>
      <Filters>
        <SearchField
          label="Name, company or e-mail contains"
          value={find}
          onChange={(text) =>
            void navigate({
              to: '.',
              replace: true,
              search: (search) => ({ ...search, find: text === '' ? undefined : text }),
            })
          }
        />
      </Filters>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={12} />}
      {data !== undefined && customers.length === 0 && (
        <Empty title={find === '' ? 'No customers yet' : 'No matching customers'}>
          {find === ''
            ? 'Add one here, or with the first key that is made for them.'
            : 'Try a shorter part of the name.'}
        </Empty>
      )}
      {customers.length > 0 && (
        <DataTable
          label="Customers"
          columns={COLUMNS}
          rows={customers}
          rowKey={({ id }) => id}
          {...(customers.length > 60 && { maxHeight: HEIGHT })}
          {...(hasNextPage && {
            footer: (
              <Group justify="center" gap="sm">
                <span>The newest {numberText(customers.length)}.</span>
                <MoreButton label="Older customers" isLoading={isFetchingNextPage} load={() => void fetchNextPage()} />
              </Group>
            ),
          })}
        />
      )}
    </Page>
  );
};
