import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type Answer, methodQuery } from '../../api/call.js';
import { customerName } from '../../api/license.js';
import { useChange } from '../../api/useChange.js';
import { useMayCall } from '../../api/useMayCall.js';
import { ChangeList } from '../../changes/ChangeList.js';
import { type CustomerDraft, CustomerFields } from '../../customers/CustomerFields.js';
import { LicenseTable } from '../../licenses/LicenseTable.js';
import { unixOfIso } from '../../time/isoTime.js';
import { dayText } from '../../time/timeText.js';
import { EditAction } from '../../ui/EditAction.js';
import { Empty } from '../../ui/Empty.js';
import { Fact, Facts } from '../../ui/Facts.js';
import { countText } from '../../ui/numberText.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { CustomerStanding } from './CustomerStanding.js';

type Customer = Answer<'customer/GetCustomers'>['customers'][number];

/** A customer: who it is, what went wrong for them, their licences, who changed what of it. */
export const CustomerPage = () => {
  const { id } = useParams({ from: '/shell/customers/$id' });
  const CustomerId = Number(id);
  const mayCall = useMayCall();
  const { data, error, refetch } = useQuery(methodQuery('customer/GetCustomers', { CustomerId }));
  const customer = data?.customers.find((one) => one.id === CustomerId);
  const title = customer === undefined ? `Customer ${id}` : customerName(customer);
  return (
    <Page
      title={title}
      aside={customer !== undefined && mayCall('customer/EditCustomer') && <EditCustomer customer={customer} />}
    >
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={10} />}
      {data !== undefined && customer === undefined && (
        <Empty title="There is no such customer">It was removed, or never was. The log still names its number.</Empty>
      )}
      {customer !== undefined && (
        <>
          <CustomerFacts customer={customer} />
          {mayCall('customer/GetCustomerLicenses') && <Licenses CustomerId={CustomerId} />}
          {mayCall('ai/GetChanges') && (
            <Section title="Changes">
              <ChangeList filter={{ ResourceType: 1, ObjectId: CustomerId }} isOfOne />
            </Section>
          )}
        </>
      )}
    </Page>
  );
};

const CustomerFacts = ({ customer: { id, name, companyName, email, created } }: { readonly customer: Customer }) => (
  <Facts>
    {name !== null && name !== '' && <Fact name="Name">{name}</Fact>}
    {companyName !== null && companyName !== '' && <Fact name="Company">{companyName}</Fact>}
    {email !== null && email !== '' && (
      <Fact name="E-mail">
        <a href={`mailto:${email}`}>{email}</a>
      </Fact>
    )}
    <Fact name="Customer since">{dayText(unixOfIso(created))}</Fact>
    <Fact name="Id">{id}</Fact>
  </Facts>
);

const Licenses = ({ CustomerId }: { readonly CustomerId: number }) => {
  const mayCall = useMayCall();
  const { data, error, refetch } = useQuery(
    methodQuery('customer/GetCustomerLicenses', { CustomerId, Detailed: true, ModelVersion: 3 }),
  );
  const licenses = data?.licenseKeys ?? [];
  return (
    <>
      {licenses.length > 0 && mayCall('ai/GetRefusals') && (
        <CustomerStanding customerId={CustomerId} licenses={licenses} />
      )}
      <Section title="Licences" aside={licenses.length > 0 && countText(licenses.length, 'licence')}>
        {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
        {error === null && data === undefined && <Skeletons rows={4} />}
        {data !== undefined && licenses.length === 0 && (
          <Empty title="No licences">Give them one on a licence’s page, or make a key for them.</Empty>
        )}
        {licenses.length > 0 && <LicenseTable label="Licences" licenses={licenses} without="customer" />}
      </Section>
    </>
  );
};

const draftOf = ({ name, companyName, email }: Customer): CustomerDraft => ({
  Name: name ?? '',
  CompanyName: companyName ?? '',
  Email: email ?? '',
});

const EditCustomer = ({ customer }: { readonly customer: Customer }) => {
  const change = useChange();
  return (
    <EditAction
      label="Edit the customer"
      done="The customer is changed."
      before={draftOf(customer)}
      save={(draft) => change('customer/EditCustomer', { CustomerId: customer.id, ...draft })}
      fields={(draft, setDraft) => <CustomerFields value={draft} onChange={setDraft} />}
    />
  );
};
