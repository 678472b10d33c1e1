import { Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.js';
import type { Role } from '../../api/session.js';
import { type Problem, ProblemError } from '../../problem.js';
import { FormButtons } from '../../ui/FormButtons.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import type { OneTimeLink } from './oneTimeLink.js';

export const ROLES: readonly { readonly role: Role; readonly label: string; readonly words: string }[] = [
  { role: 'analyst', label: 'Analyst', words: 'Reads everything, changes nothing.' },
  { role: 'support', label: 'Support', words: 'Works on licences, customers and data objects.' },
  { role: 'owner', label: 'Owner', words: 'Everything, people and tokens too.' },
];

interface InvitePersonProps {
  readonly close: () => void;
  readonly invited: (link: OneTimeLink) => void;
}

/** Lets another person in: they set their password with a link. */
export const InvitePerson = ({ close, invited }: InvitePersonProps) => {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('support');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const queryClient = useQueryClient();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const given = name.trim() === '' ? {} : { Name: name.trim() };
    const result = await call('user/CreateUser', { Email: email.trim(), Role: role, ...given });
    setBusy(false);
    if ('problem' in result) {
      setProblem(result.problem);
      return;
    }
    void queryClient.invalidateQueries({ queryKey: ['user/GetUsers'] });
    invited({ person: email.trim(), link: result.answer.link });
  };
  return (
    <Modal opened onClose={close} title="Invite a person" centered>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label="E-mail"
            type="email"
            required
            withAsterisk={false}
            data-autofocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Radio.Group
            label="Role"
            value={role}
            onChange={(chosen) => setRole(ROLES.find((one) => one.role === chosen)?.role ?? 'analyst')}
          >
            <Stack gap="xs" mt={4}>
              {ROLES.map((one) => (
                <Radio key={one.role} value={one.role} label={one.label} description={one.words} size="sm" />
              ))}
            </Stack>
          </Radio.Group>
          {problem !== undefined && <ProblemNote error={new ProblemError(problem)} />}
          <FormButtons label="Create the link" isBusy={isBusy} cancel={close} />
        </Stack>
      </form>
    </Modal>
  );
};
