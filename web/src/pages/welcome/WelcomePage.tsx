import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { openLink, type SignedIn, sessionQuery, setPassword } from '../../api/session.js';
import { type Problem, ProblemError } from '../../problem.js';
import { DoorPage } from '../../ui/DoorPage.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Skeletons } from '../../ui/Skeletons.js';

const LEAST_CHARS = 10;

interface Invited {
  readonly email: string;
  readonly name: string;
  readonly account: string;
}

/** Where a one-time link leads: it sets the first password (or a new one) and signs in. The secret is the fragment. */
export const WelcomePage = () => {
  const [link] = useState(() => window.location.hash.slice(1));
  const router = useRouter();
  const queryClient = useQueryClient();
  const opened = useQuery({
    queryKey: ['welcome', link],
    queryFn: () => openLink(link),
    enabled: link !== '',
    // A link may sign in by being opened: once is enough.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const result = opened.data;
  const session = result !== undefined && 'session' in result ? result.session : undefined;
  const enter = (as: SignedIn): void => {
    queryClient.clear();
    queryClient.setQueryData(sessionQuery.queryKey, as);
    // The used link does not stay in the history.
    router.history.replace('/');
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: entering happens once for a session.
  useEffect(() => {
    if (session !== undefined) enter(session);
  }, [session]);
  if (link === '') return <Lapsed message="This address is only the beginning of a link. Open the whole link." />;
  if (opened.isPending || session !== undefined) {
    return (
      <DoorPage title="Welcome">
        <Skeletons rows={3} height={48} />
      </DoorPage>
    );
  }
  if (result !== undefined && 'person' in result)
    return <NewPassword link={link} person={result.person} enter={enter} />;
  const message =
    result !== undefined && 'problem' in result ? result.problem.message : 'The link could not be opened.';
  return <Lapsed message={message} />;
};

const Lapsed = ({ message }: { readonly message: string }) => (
  <DoorPage title="This link does not work">
    <Text>{message}</Text>
    <Text size="sm" c="dimmed">
      Links work once and for a few days. An owner of the account can make a new one under Settings, People; on the
      server <code>keyledger user</code> does.
    </Text>
    <Link to="/sign-in">Sign in with a password</Link>
  </DoorPage>
);

interface NewPasswordProps {
  readonly link: string;
  readonly person: Invited;
  readonly enter: (session: SignedIn) => void;
}

const NewPassword = ({ link, person, enter }: NewPasswordProps) => {
  const [name, setName] = useState(person.name);
  const [email, setEmail] = useState(person.email);
  const [password, setGiven] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const result = await setPassword({
      link,
      password,
      ...(name !== '' && { name }),
      ...(person.email === '' && { email }),
    });
    setBusy(false);
    if ('problem' in result) setProblem(result.problem);
    else enter(result.session);
  };
  return (
    <DoorPage title={`Welcome to ${person.account === '' ? 'Keyledger' : person.account}`}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label="E-mail"
            description="You sign in with it."
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            readOnly={person.email !== ''}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <TextInput
            label="Your name"
            description="What others see beside your changes."
            name="name"
            autoComplete="name"
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            description={`At least ${LEAST_CHARS} characters.`}
            name="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={LEAST_CHARS}
            value={password}
            onChange={(event) => setGiven(event.currentTarget.value)}
          />
          {problem !== undefined && <ProblemNote error={new ProblemError(problem)} />}
          <Button type="submit" loading={isBusy}>
            Set the password and sign in
          </Button>
        </Stack>
      </form>
    </DoorPage>
  );
};
