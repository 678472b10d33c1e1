import { Button, Switch } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { type Answer, call, methodQuery } from '../../api/call.js';
import { useMayCall } from '../../api/useMayCall.js';
import { ProblemError } from '../../problem.js';
import { useNow } from '../../time/useNow.js';
import { Empty } from '../../ui/Empty.js';
import { countText } from '../../ui/numberText.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Skeletons } from '../../ui/Skeletons.js';
import classes from './AccessPage.module.css';
import { CreateToken } from './CreateToken.js';
import { isInForce, TokenTable } from './TokenTable.js';

const PAGE = 100;

const tokensQuery = infiniteQueryOptions({
  queryKey: ['auth/GetTokens', 'pages'],
  initialPageParam: undefined as number | undefined,
  queryFn: async ({ pageParam, signal }): Promise<Answer<'auth/GetTokens'>> => {
    const result = await call('auth/GetTokens', { Limit: PAGE, EndingBefore: pageParam }, signal);
    if ('problem' in result) throw new ProblemError(result.problem);
    return result.answer;
  },
  getNextPageParam: ({ tokens }) => (tokens.length < PAGE ? undefined : tokens.at(-1)?.id),
});

/** Access tokens: who may call what, and the way to end it. */
export const AccessPage = () => {
  const mayCall = useMayCall();
  if (!mayCall('auth/GetTokens')) {
    return (
      <Page title="Access">
        <Empty title="Owners look after access tokens">Ask an owner of the account for one.</Empty>
      </Page>
    );
  }
  return <Tokens />;
};

const Tokens = () => {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [withEnded, setWithEnded] = useState(false);
  const now = useNow();
  const found = useInfiniteQuery(tokensQuery);
  const { data: people } = useQuery(methodQuery('user/GetUsers', {}));
  const nameOf = useCallback(
    (userId: number): string => {
      const person = people?.users.find(({ id }) => id === userId);
      return person === undefined ? `user ${userId}` : person.name || (person.email ?? `user ${userId}`);
    },
    [people],
  );
  const tokens = found.data?.pages.flatMap((page) => page.tokens);
  const inForce = tokens?.filter((token) => isInForce(token, now));
  const ended = (tokens?.length ?? 0) - (inForce?.length ?? 0);
  const shown = withEnded ? tokens : inForce;
  return (
    <Page
      title="Access"
      aside={
        <Button size="compact-md" leftSection={<Plus size={14} aria-hidden />} onClick={open}>
          Create a token
        </Button>
      }
    >
      <div className={classes.line}>
        <p className={classes.words}>
          Programs call the API with an access token: what it may do, for which product and key, and until when.
        </p>
        <Switch
          size="sm"
          label={ended === 0 ? 'Show ended ones too' : `Show ${countText(ended, 'ended one')} too`}
          disabled={ended === 0}
          checked={withEnded}
          onChange={(event) => setWithEnded(event.currentTarget.checked)}
        />
      </div>
      {found.error !== null ? (
        <ProblemNote error={found.error} retry={() => void found.refetch()} />
      ) : shown === undefined ? (
        <Skeletons rows={6} />
      ) : shown.length === 0 ? (
        <Empty title="No token in force">Create one for your application: it needs one to activate.</Empty>
      ) : (
        <TokenTable tokens={shown} nameOf={nameOf} />
      )}
      {found.hasNextPage && (
        <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          Show older tokens
        </Button>
      )}
      {isOpen && <CreateToken close={close} />}
    </Page>
  );
};
