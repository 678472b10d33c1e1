import { useQuery, useQueryClient } from '@tanstack/react-query';
import { sessionQuery, signOut } from '../../api/session.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import { Section } from '../../ui/Section.js';
import { SettingList } from './SettingList.js';

/** Who is signed in, and the way out of every browser. */
export const YouPanel = () => {
  const { data: session } = useQuery(sessionQuery);
  const queryClient = useQueryClient();
  if (session?.signedIn !== true) return null;
  const leave = async () => {
    const problem = await signOut(true);
    if (problem !== undefined) return problem;
    queryClient.clear();
    window.location.assign('/sign-in');
    return undefined;
  };
  const { name, email, role } = session.user;
  return (
    <Section
      title="You"
      aside={
        <ConfirmAction label="Sign out everywhere" run={leave} done="You are signed out everywhere.">
          Ends your sessions in all browsers, this one too. Access tokens keep working.
        </ConfirmAction>
      }
    >
      <SettingList
        settings={[
          ['Name', name],
          ['E-mail', email],
          ['Role', role],
        ]}
      />
    </Section>
  );
};
