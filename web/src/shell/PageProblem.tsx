import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ProblemNote } from '../ui/ProblemNote.js';

/** A page that could not be shown at all. */
export const PageProblem = ({ error }: ErrorComponentProps) => {
  const router = useRouter();
  return <ProblemNote error={error} retry={() => void router.invalidate()} />;
};
