import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, CircleUserRound } from 'lucide-react';
import { sessionQuery, signOut } from '../api/session.js';
import { announce } from '../ui/ConfirmAction.js';

const SCHEMES = [
  ['auto', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;

/** Who is signed in, light or dark, and the way out. */
export const AccountMenu = () => {
  const { data: session } = useQuery(sessionQuery);
  const queryClient = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = async (everywhere: boolean): Promise<void> => {
    const problem = await signOut(everywhere);
    if (problem !== undefined) {
      announce(problem.message);
      return;
    }
    queryClient.clear();
    window.location.assign('/sign-in');
  };
  return (
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Your account">
          <CircleUserRound size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {session?.signedIn === true && (
          <Menu.Label>
            {session.user.name === '' ? session.user.email : session.user.name} · {session.user.role}
            <br />
            {session.account.name}
          </Menu.Label>
        )}
        <Menu.Divider />
        {SCHEMES.map(([scheme, words]) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={scheme === colorScheme ? <Check size={14} aria-label="chosen" /> : null}
          >
            {words}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/start">
          Getting started
        </Menu.Item>
        <Menu.Item component="a" href="/docs">
          API reference
        </Menu.Item>
        <Menu.Item onClick={() => void leave(false)}>Sign out</Menu.Item>
        <Menu.Item onClick={() => void leave(true)}>Sign out everywhere</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
