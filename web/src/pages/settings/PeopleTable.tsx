import { NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Answer, call } from '../../api/call.js';
import { type Role, sessionQuery } from '../../api/session.js';
import type { Problem } from '../../problem.js';
import { announce, ConfirmAction } from '../../ui/ConfirmAction.js';
import { type Column, DataTable } from '../../ui/DataTable.js';
import { EditAction } from '../../ui/EditAction.js';
import { TimeText } from '../../ui/TimeText.js';
import { ROLES } from './InvitePerson.js';
import type { OneTimeLink } from './oneTimeLink.js';
import classes from './Settings.module.css';

type Person = Answer<'user/GetUsers'>['users'][number];

interface PeopleTableProps {
  readonly people: readonly Person[];
  readonly showLink: (link: OneTimeLink) => void;
}

const calledBy = ({ name, email, id }: Person): string => name || (email ?? `user ${id}`);

/** The people who may sign in, their role, and what can be done about them. */
export const PeopleTable = ({ people, showLink }: PeopleTableProps) => {
  const { data: session } = useQuery(sessionQuery);
  const me = session?.signedIn === true ? session.user.id : 0;
  const columns = useMemo<readonly Column<Person>[]>(
    () => [
      {
        id: 'name',
        head: 'Name',
        width: '24%',
        card: 'title',
        cell: (person) => (
          <>
            {calledBy(person)}
            {person.id === me && <span className={classes.quiet}> (you)</span>}
          </>
        ),
      },
      {
        id: 'email',
        head: 'E-mail',
        card: 'detail',
        cell: ({ email }) => email ?? <span className={classes.quiet}>none yet</span>,
      },
      {
        id: 'signedIn',
        head: 'Last sign-in',
        width: '152px',
        cell: ({ lastSignIn, hasPassword }) =>
          lastSignIn === null ? (
            <span className={classes.quiet}>{hasPassword ? 'by link only' : 'invited'}</span>
          ) : (
            <TimeText time={lastSignIn} />
          ),
      },
      {
        id: 'role',
        head: 'Role',
        width: '128px',
        card: 'detail',
        cell: (person) => <RoleOf person={person} />,
      },
      {
        id: 'actions',
        head: 'Actions',
        width: '284px',
        numeric: true,
        card: 'aside',
        cell: (person) => <Actions person={person} showLink={showLink} />,
      },
    ],
    [me, showLink],
  );
  return <DataTable label="People" columns={columns} rows={people} rowKey={({ id }) => id} />;
};

const useChanges = () => {
  const queryClient = useQueryClient();
  return (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['user/GetUsers'] });
};

const RoleOf = ({ person }: { readonly person: Person }) => {
  const changed = useChanges();
  const set = async (role: Role): Promise<Problem | undefined> => {
    const result = await call('user/ChangeUser', { UserId: person.id, Role: role });
    await changed();
    return 'problem' in result ? result.problem : undefined;
  };
  const choose = async (chosen: string): Promise<void> => {
    const role = ROLES.find((one) => one.role === chosen)?.role;
    if (role === undefined) return;
    const problem = await set(role);
    if (problem === undefined) announce(`${calledBy(person)} is ${role} now.`, () => set(person.role));
    else announce(problem.message);
  };
  return (
    <NativeSelect
      size="xs"
      classNames={{ input: classes.role ?? '' }}
      aria-label={`Role of ${calledBy(person)}`}
      data={ROLES.map(({ role, label }) => ({ value: role, label }))}
      value={person.role}
      onChange={(event) => void choose(event.currentTarget.value)}
    />
  );
};

interface ActionsProps {
  readonly person: Person;
  readonly showLink: (link: OneTimeLink) => void;
}

const Actions = ({ person, showLink }: ActionsProps) => {
  const changed = useChanges();
  const name = calledBy(person);
  const reset = async () => {
    const result = await call('user/ResetPassword', { UserId: person.id });
    if ('problem' in result) return result.problem;
    await changed();
    showLink({ person: name, link: result.answer.link });
    return undefined;
  };
  const remove = async () => {
    const result = await call('user/RemoveUser', { UserId: person.id });
    if ('problem' in result) return result.problem;
    await changed();
    return undefined;
  };
  const change = async ({ name: Name, email: Email }: PersonDraft) => {
    const given = { ...(Name.trim() !== '' && { Name }), ...(Email.trim() !== '' && { Email }) };
    const result = await call('user/ChangeUser', { UserId: person.id, ...given });
    await changed();
    return 'problem' in result ? result.problem : undefined;
  };
  return (
    <span className={classes.actions}>
      <EditAction
        label={`Edit ${name}`}
        done={`${name} is changed.`}
        before={{ name: person.name, email: person.email ?? '' }}
        save={change}
        fields={(draft, setDraft) => <PersonFields value={draft} onChange={setDraft} />}
      />
      <ConfirmAction label="New link" run={reset} done={`A new link for ${name} is made.`}>
        {name} sets a new password with the link. Until it is used the old password and their sessions stay good.
      </ConfirmAction>
      <ConfirmAction label="Remove" danger run={remove} done={`${name} is removed.`}>
        {name} can no longer sign in, from now on. What they did stays in the record; their access tokens keep working.
      </ConfirmAction>
    </span>
  );
};

interface PersonDraft {
  readonly name: string;
  readonly email: string;
}

interface PersonFieldsProps {
  readonly value: PersonDraft;
  readonly onChange: (draft: PersonDraft) => void;
}

const PersonFields = ({ value, onChange }: PersonFieldsProps) => (
  <Stack gap="sm">
    <TextInput
      label="Name"
      value={value.name}
      onChange={({ currentTarget }) => onChange({ ...value, name: currentTarget.value })}
    />
    <TextInput
      label="E-mail"
      description="They sign in by it from then on, with the same password."
      type="email"
      value={value.email}
      onChange={({ currentTarget }) => onChange({ ...value, email: currentTarget.value })}
    />
  </Stack>
);
