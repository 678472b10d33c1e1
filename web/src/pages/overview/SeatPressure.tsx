import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Answer } from '../../api/call.js';
import { DENIALS } from '../../api/generated.js';
import { CustomerLink } from '../../customers/CustomerLink.js';
import { KeyLink } from '../../licenses/KeyLink.js';
import { ProductLink } from '../../products/ProductLink.js';
import { type Column, DataTable } from '../../ui/DataTable.js';
import { Empty } from '../../ui/Empty.js';
import { countText, numberText } from '../../ui/numberText.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { TimeText } from '../../ui/TimeText.js';
import classes from './Overview.module.css';
import { pressureQuery, SHOWN } from './overviewQuestions.js';
import type { Period } from './period.js';

type PressedLicense = Answer<'ai/GetSeatPressure'>['licenses'][number];

const heldText = ({ held, limit }: PressedLicense): string =>
  held === null ? `${numberText(limit)} seats` : `${numberText(held)} of ${numberText(limit)}`;

const COLUMNS: readonly Column<PressedLicense>[] = [
  {
    id: 'customer',
    head: 'Customer',
    width: '22%',
    card: 'title',
    cell: ({ customerId, customerName }) => <CustomerLink customerId={customerId} name={customerName} />,
  },
  {
    id: 'key',
    head: 'Licence',
    width: '26%',
    card: 'detail',
    cell: ({ productId, key }) => <KeyLink productId={productId} keyText={key} />,
  },
  { id: 'product', head: 'Product', cell: ({ productId }) => <ProductLink productId={productId} /> },
  {
    id: 'held',
    head: 'Seats now',
    width: '88px',
    numeric: true,
    cell: (license) => (
      <span data-full={(license.held ?? 0) >= license.limit || undefined} className={classes.seats}>
        {heldText(license)}
      </span>
    ),
  },
  {
    id: 'denials',
    head: 'Refusals',
    width: '88px',
    numeric: true,
    card: 'aside',
    cell: ({ productId, key, denials }) =>
      denials === 0 ? (
        <span className={classes.quiet}>none</span>
      ) : (
        <Link
          to="/log"
          search={{ product: productId, key, states: DENIALS.join() }}
          className={classes.denials}
          aria-label={`${countText(denials, 'refusal')} for lack of a seat, in the log`}
        >
          {numberText(denials)}
        </Link>
      ),
  },
  {
    id: 'enough',
    head: 'Enough would be',
    width: '128px',
    numeric: true,
    cell: ({ seatsToAvoidDenials, denials, limit }) =>
      denials === 0 || seatsToAvoidDenials === null ? (
        <span className={classes.quiet}>–</span>
      ) : (
        <span
          title={`With a limit of ${seatsToAvoidDenials} instead of ${limit}, no activation would have been refused.`}
        >
          {countText(seatsToAvoidDenials, 'seat')}
        </span>
      ),
  },
  {
    id: 'last',
    head: 'Last refusal',
    width: '104px',
    numeric: true,
    cell: ({ lastDenial }) =>
      lastDenial === null ? <span className={classes.quiet}>–</span> : <TimeText time={lastDenial} />,
  },
];

/** Licences whose seats are short, and how many would have been enough. */
export const SeatPressure = ({ period }: { readonly period: Period }) => {
  const { data, error, refetch } = useQuery(pressureQuery(period));
  return (
    <Section
      title="Licences at their limit"
      note="Activations refused for lack of a seat, and the limit with which none would have been."
    >
      {error !== null ? (
        <ProblemNote error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeletons rows={SHOWN.pressure} />
      ) : data.licenses.length === 0 ? (
        <Empty title="Seats were enough">No licence refused a seat, and none is full.</Empty>
      ) : (
        <DataTable
          label="Licences at their limit"
          columns={COLUMNS}
          rows={data.licenses}
          rowKey={({ keyId }) => keyId}
        />
      )}
    </Section>
  );
};
