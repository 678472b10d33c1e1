import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, methodQuery } from '../api/call.js';
import { type Problem, ProblemError } from '../problem.js';
import { APPLICATION } from '../tokens/permissionGroups.js';
import { ProblemNote } from '../ui/ProblemNote.js';
import { SecretOnce } from '../ui/SecretOnce.js';
import { TimeText } from '../ui/TimeText.js';
import classes from './GettingStarted.module.css';

interface TokenStepProps {
  readonly productId: number;
  readonly token: string | undefined;
  readonly made: (token: string) => void;
}

/** What lets the application in: it may activate, release and read, for this product only. */
export const TokenStep = ({ productId, token, made }: TokenStepProps) => {
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const make = async (): Promise<void> => {
    setBusy(true);
    const result = await call('auth/CreateToken', {
      Name: 'application',
      Permissions: APPLICATION.allowed,
      ProductLock: productId,
    });
    setBusy(false);
    if ('problem' in result) setProblem(result.problem);
    else made(result.answer.token);
  };
  const earlier = useEarlierToken(productId);
  if (token !== undefined) {
    return (
      <SecretOnce name="The new token" text={token}>
        It is filled in below, and shown only now. You can revoke it under Access.
      </SecretOnce>
    );
  }
  return (
    <>
      <p className={classes.words}>
        It ships inside your program: it may activate, release and read licences of this product, and nothing else.
      </p>
      {earlier !== undefined && (
        <p className={classes.words}>
          There is one for this product already, “{earlier.name}”, made <TimeText time={earlier.created} />. What it
          says was shown only then; if you have it no more, create another.
        </p>
      )}
      <div>
        <Button loading={isBusy} onClick={() => void make()}>
          Create the token
        </Button>
      </div>
      {problem !== undefined && <ProblemNote error={new ProblemError(problem)} />}
    </>
  );
};

/** A token that an application may use for the product, made before: the newest. Its text is not known any more. */
const useEarlierToken = (ProductLock: number) => {
  const { data } = useQuery(methodQuery('auth/GetTokens', {}));
  return data?.tokens.find(
    ({ productLock, permissions, revoked }) =>
      productLock === ProductLock && revoked === null && (permissions === 'all' || permissions.includes('Activate')),
  );
};
