import { Button, Group, Modal, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { methodQuery } from '../../api/call.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { SecretOnce } from '../../ui/SecretOnce.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { InvitePerson } from './InvitePerson.js';
import type { OneTimeLink } from './oneTimeLink.js';
import { PeopleTable } from './PeopleTable.js';

const peopleQuery = methodQuery('user/GetUsers', {});

/** Who may sign in. */
export const PeoplePanel = () => {
  const { data, error, refetch } = useQuery(peopleQuery);
  const [isInviting, setInviting] = useState(false);
  const [made, setMade] = useState<OneTimeLink>();
  return (
    <Section
      title="People"
      note="Owners do everything; support does everything about licences, customers and data objects but deleting keys; analysts read."
      aside={
        <Button size="compact-sm" leftSection={<Plus size={14} aria-hidden />} onClick={() => setInviting(true)}>
          Invite a person
        </Button>
      }
    >
      {error !== null ? (
        <ProblemNote error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeletons rows={3} />
      ) : (
        <PeopleTable people={data.users} showLink={setMade} />
      )}
      {isInviting && (
        <InvitePerson
          close={() => setInviting(false)}
          invited={(link) => {
            setInviting(false);
            setMade(link);
          }}
        />
      )}
      {made !== undefined && <LinkShown {...made} close={() => setMade(undefined)} />}
    </Section>
  );
};

const LinkShown = ({ person, link, close }: OneTimeLink & { readonly close: () => void }) => (
  // A click beside it must not lose what is shown only once.
  <Modal opened onClose={close} title={`A link for ${person}`} centered closeOnClickOutside={false}>
    <Stack gap="md">
      <SecretOnce name="One-time link" text={new URL(link, window.location.origin).href}>
        Send it to them: it sets the password once, within three days. It is shown only now.
      </SecretOnce>
      <Group justify="flex-end">
        <Button onClick={close}>Done</Button>
      </Group>
    </Stack>
  </Modal>
);
