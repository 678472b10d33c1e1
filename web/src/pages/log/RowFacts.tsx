import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AddressLink } from '../../addresses/AddressLink.js';
import { stateFacts } from '../../api/states.js';
import { CustomerLink } from '../../customers/CustomerLink.js';
import { KeyLink } from '../../licenses/KeyLink.js';
import { MachineLink } from '../../machines/MachineLink.js';
import { ProductLink } from '../../products/ProductLink.js';
import { durationText, localTime, utcTime } from '../../time/timeText.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { countryName } from '../../ui/countryName.js';
import { numberText } from '../../ui/numberText.js';
import { TimeText } from '../../ui/TimeText.js';
import classes from './LogRowPanel.module.css';
import type { FullRow } from './rowSentence.js';

type Fact = readonly [name: string, value: ReactNode];

/** Every field of a row; what it does not have is left out. */
export const RowFacts = ({ row }: { readonly row: FullRow }) => (
  <dl className={classes.facts}>
    {factsOf(row).map(([name, value]) => (
      <div key={name} className={classes.fact}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

const factsOf = (row: FullRow): readonly Fact[] => [
  ['Time', `${localTime(row.time)}`],
  ['UTC', utcTime(row.time)],
  ['State', `${row.state}: ${stateFacts(row.state).words}`],
  ['Product', <ProductLink key="product" productId={row.productId} />],
  ['Key', row.key === '' ? 'none' : <KeyOf key="key" row={row} />],
  ...(row.keyId === 0 && row.key !== '' ? [['', 'There is no such key.'] as const] : []),
  ['Customer', <CustomerLink key="customer" customerId={row.customerId} name={row.companyName ?? row.customerName} />],
  ['Machine code', row.machineCode === null ? 'the method names none' : <MachineOf key="machine" row={row} />],
  ...(row.friendlyName === '' ? [] : [['Friendly name', row.friendlyName] as const]),
  ['Address', <AddressOf key="address" address={row.ip} />],
  ...(row.country === '' ? [] : [['Country', countryName(row.country)] as const]),
  ['Method', row.methodName ?? 'not known'],
  ['Access token', row.tokenId === 0 ? 'not known' : `${row.tokenName ?? 'not kept any more'} (${row.tokenId})`],
  ...(row.seatLimit > 0 ? [['Seat limit then', numberText(row.seatLimit)] as const] : []),
  ...(row.floatingInterval > 0 ? [['Lease asked for', durationText(row.floatingInterval)] as const] : []),
  ...(row.floatingExpires > 0
    ? [['Lease ends', <TimeText key="lease" time={row.floatingExpires} exact />] as const]
    : []),
  ...(row.doId > 0 ? [['Data object', `${row.doId}, value ${numberText(row.doIntValue)}`] as const] : []),
  ...(row.sourceId === null ? [] : [['Imported as', `row ${row.sourceId}`] as const]),
];

const AddressOf = ({ address }: { readonly address: string }) => (
  <span className={classes.copied}>
    <AddressLink address={address} />
    {address !== '' && (
      <Link to="/log" search={(search) => ({ ...search, address })} className={classes.everything}>
        Everything from it
      </Link>
    )}
  </span>
);

const KeyOf = ({ row }: { readonly row: FullRow }) => (
  <span className={classes.copied}>
    <KeyLink productId={row.productId} keyText={row.key} />
    <CopyButton text={row.key} label="Copy the key" />
  </span>
);

const MachineOf = ({ row }: { readonly row: FullRow }) => (
  <span className={classes.copied}>
    <MachineLink machineCode={row.machineCode} />
    {row.machineCode !== null && row.machineCode !== '' && (
      <CopyButton text={row.machineCode} label="Copy the machine code" />
    )}
  </span>
);
