import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.js';
import { sessionQuery } from '../../api/session.js';
import { type Problem, ProblemError } from '../../problem.js';
import { announce } from '../../ui/ConfirmAction.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { TimeText } from '../../ui/TimeText.js';
import { accountQuery } from './accountQuery.js';
import { SettingList } from './SettingList.js';
import classes from './Settings.module.css';

/** The account's name and number. */
export const AccountPanel = () => {
  const { data, error, refetch } = useQuery(accountQuery);
  return (
    <Section title="Account">
      {error !== null ? (
        <ProblemNote error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeletons rows={3} height={40} />
      ) : (
        <SettingList
          settings={[
            ['Name', <Name key={data.name} name={data.name} />],
            ['Number', data.id],
            ['Made', <TimeText key="created" time={data.created} />],
          ]}
        />
      )}
    </Section>
  );
};

const Name = ({ name }: { readonly name: string }) => {
  const [given, setGiven] = useState(name);
  const [problem, setProblem] = useState<Problem>();
  const queryClient = useQueryClient();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await call('account/SetName', { Name: given.trim() });
    if ('problem' in result) {
      setProblem(result.problem);
      return;
    }
    setProblem(undefined);
    announce(`The account is called “${given.trim()}”.`);
    void queryClient.invalidateQueries({ queryKey: accountQuery.queryKey });
    void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  return (
    <form className={classes.inline} onSubmit={(event) => void submit(event)}>
      <TextInput
        aria-label="Name of the account"
        size="xs"
        maxLength={200}
        value={given}
        onChange={(event) => setGiven(event.currentTarget.value)}
      />
      <Button size="xs" variant="default" type="submit" disabled={given.trim() === '' || given.trim() === name}>
        Rename
      </Button>
      {problem !== undefined && <ProblemNote error={new ProblemError(problem)} />}
    </form>
  );
};
