import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { call } from '../../api/call.js';
import { useProducts } from '../../api/products.js';
import classes from './LogFilterBar.module.css';
import type { LogSearch } from './logSearch.js';
import { StatePicker } from './StatePicker.js';

/** One line of filters; each is in the URL as soon as it is entered. */
export const LogFilterBar = ({ search }: { readonly search: LogSearch }) => {
  const products = useProducts();
  const navigate = useNavigate();
  const [isKeyUnknown, setKeyUnknown] = useState(false);
  const change = (changes: LogSearch): void => {
    setKeyUnknown(false);
    void navigate({ to: '.', search: (now) => ({ ...now, ...changes }) });
  };
  const setKey = async (key: string): Promise<void> => {
    if (key === '' || search.product !== undefined) {
      change({ key });
      return;
    }
    // A key is one product's: which, the server knows.
    const found = await call('ai/Search', { Query: key, Limit: 5 });
    const same =
      'answer' in found ? found.answer.keys.filter((one) => one.key.toLowerCase() === key.toLowerCase()) : [];
    const [only] = same;
    if (only === undefined) setKeyUnknown(true);
    else change({ product: only.productId, key: only.key });
  };
  const { product, key = '', machine = '', name = '', states, address = '', country = '' } = search;
  const texts = [key, machine, name, states ?? '', address, country];
  const isFiltered = product !== undefined || texts.some((text) => text !== '');
  return (
    <search className={classes.bar} aria-label="Filters">
      <NativeSelect
        size="xs"
        aria-label="Product"
        value={product === undefined ? '' : String(product)}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          change({ product: chosen === '' ? undefined : Number(chosen), key: undefined });
        }}
        data={[
          { value: '', label: 'All products' },
          ...products.map(({ id, name: words }) => ({ value: String(id), label: words })),
        ]}
      />
      <Field
        label="Key"
        value={key}
        commit={(text) => void setKey(text)}
        error={isKeyUnknown ? 'No licence has this key. Choose a product to see who tried it.' : undefined}
      />
      <Field label="Machine code" value={machine} commit={(text) => change({ machine: text })} />
      <Field label="Name contains" value={name} commit={(text) => change({ name: text })} />
      <Field label="Address" value={address} commit={(text) => change({ address: text })} />
      <Field
        label="Country (two letters)"
        placeholder="Country"
        value={country}
        commit={(text) => change({ country: text.toUpperCase() })}
        error={/^[A-Z]{0,2}$/.test(country) && country.length !== 1 ? undefined : 'Two letters, as SE'}
      />
      <StatePicker states={states} choose={(chosen) => change({ states: chosen })} />
      {isFiltered && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() =>
            change({
              product: undefined,
              key: undefined,
              machine: undefined,
              name: undefined,
              states: undefined,

              address: undefined,
              country: undefined,
            })
          }
        >
          Clear
        </Button>
      )}
    </search>
  );
};

interface FieldProps {
  readonly label: string;
  /** Default: the label. */
  readonly placeholder?: string;
  readonly value: string;
  /** Entered: with Enter, or by leaving the field. */
  readonly commit: (text: string) => void;
  readonly error?: ReactNode;
}

const Field = ({ label, placeholder = label, value, commit, error }: FieldProps) => {
  const [edited, setEdited] = useState<string>();
  const enter = (event?: FormEvent): void => {
    event?.preventDefault();
    if (edited === undefined || edited.trim() === value) return;
    setEdited(undefined);
    commit(edited.trim());
  };
  return (
    <form onSubmit={enter} className={classes.field}>
      <TextInput
        size="xs"
        aria-label={label}
        placeholder={placeholder}
        value={edited ?? value}
        error={error}
        onChange={(event) => setEdited(event.currentTarget.value)}
        onBlur={() => enter()}
        spellCheck={false}
        autoComplete="off"
      />
    </form>
  );
};
