import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { sessionQuery, signIn } from '../../api/session.js';
import { type Problem, ProblemError } from '../../problem.js';
import { durationText } from '../../time/timeText.js';
import { DoorPage } from '../../ui/DoorPage.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

const shown = (problem: Problem): Problem =>
  problem.kind === 'throttled'
    ? { ...problem, message: `Too many attempts. Try again in ${durationText(problem.retryAfter ?? 60)}.` }
    : problem;

/** E-mail and password; then where the reader wanted to go. */
export const SignInPage = () => {
  const { next = '/' } = useSearch({ from: '/sign-in' });
  const router = useRouter();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const result = await signIn(email, password);
    setBusy(false);
    if ('problem' in result) {
      setProblem(shown(result.problem));
      return;
    }
    // What another person saw is not this one's.
    queryClient.clear();
    queryClient.setQueryData(sessionQuery.queryKey, result.session);
    router.history.push(next);
  };
  return (
    <DoorPage title="Sign in">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {problem !== undefined && <ProblemNote error={new ProblemError(problem)} />}
          <Button type="submit" loading={isBusy}>
            Sign in
          </Button>
        </Stack>
      </form>
    </DoorPage>
  );
};
