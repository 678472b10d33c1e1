import { Button, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/call.js';
import { useProducts } from '../api/products.js';
import { type Problem, ProblemError } from '../problem.js';
import { ProblemNote } from '../ui/ProblemNote.js';
import classes from './GettingStarted.module.css';

interface ProductStepProps {
  readonly productId: number | undefined;
  readonly choose: (productId: number) => void;
}

/** What the licences are for. */
export const ProductStep = ({ productId, choose }: ProductStepProps) => {
  const products = useProducts();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const result = await call('product/CreateProduct', { Name: name.trim() });
    if (!('problem' in result)) await queryClient.invalidateQueries({ queryKey: ['product/GetProducts'] });
    setBusy(false);
    if ('problem' in result) setProblem(result.problem);
    else choose(result.answer.productId);
  };
  if (productId !== undefined) {
    return (
      <Select
        aria-label="Product"
        allowDeselect={false}
        data={products.map(({ id, name: called }) => ({ value: String(id), label: `${called} (${id})` }))}
        value={String(productId)}
        onChange={(chosen) => choose(Number(chosen))}
        maw={320}
      />
    );
  }
  return (
    <form className={classes.inline} onSubmit={(event) => void submit(event)}>
      <TextInput
        label="What is your program called?"
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={isBusy}>
        Create the product
      </Button>
      {problem !== undefined && <ProblemNote error={new ProblemError(problem)} />}
    </form>
  );
};
