import type { Command } from 'commander';
import { readConfig } from '../config.js';
import type { User } from '../domain/identity/entities.js';
import type { Role } from '../domain/identity/roles.js';
import { createUser, type Invited, type ListedUser, listPeople, makeLinkFor } from '../engine/identity/people.js';
import { type AccountOptions, accountOptions, emailArgument, nameArgument, roleArgument } from './shell/options.js';
import { answer, dateTime, table } from './shell/output.js';
import { withAccount } from './shell/session.js';

interface LinkOptions extends AccountOptions {
  readonly url?: string;
}

const shown = ({ userId, email, name, role }: User) => ({ id: userId, email, name, role });

const describe = (people: readonly ListedUser[]): string =>
  table(
    ['Id', 'E-mail', 'Name', 'Role', 'Password', 'Last sign-in'],
    people.map(({ user, lastSignIn }) => [
      ...[String(user.userId), user.email ?? '', user.name, user.role],
      ...[user.passwordSet === null ? 'none' : 'set', dateTime(lastSignIn)],
    ]),
  );

/** Where the server is reached: as told, or where one with this environment would listen. */
const linkAt = ({ url }: LinkOptions, { link }: Invited): string => {
  const { host, port } = readConfig({});
  return `${(url ?? `http://${host}:${port}`).replace(/\/+$/, '')}${link}`;
};

const answerLink = (options: LinkOptions, invited: Invited): void => {
  const link = linkAt(options, invited);
  const { userId, email } = invited.user;
  answer(
    options,
    { ...shown(invited.user), link },
    `User ${userId}: ${email}\n  ${link}\nThe link sets the password, once, within 3 days.`,
  );
};

const linkOptions = (command: Command): Command =>
  accountOptions(command).option('--url <url>', 'the server as its users reach it (default http://HOST:PORT)');

export const addUser = (program: Command): void => {
  const user = program.command('user').description('make and list people who sign in to the dashboard');
  linkOptions(user.command('create').description('make a user and a one-time link to set a password'))
    .requiredOption('--email <address>', 'to sign in with', emailArgument)
    .requiredOption('--name <name>', 'what to call them', nameArgument)
    .option('--role <role>', 'owner, support or analyst', roleArgument, 'owner')
    .action((options: LinkOptions & { readonly email: string; readonly name: string; readonly role: Role }) =>
      withAccount(options, async ({ engine }, accountId) => {
        const { email, name, role } = options;
        answerLink(options, await createUser(engine, accountId, { email, name, role }));
      }),
    );
  accountOptions(user.command('list').description('show the users of an account')).action((options: AccountOptions) =>
    withAccount(options, async ({ engine }, accountId) => {
      const people = await listPeople(engine.access(accountId));
      const users = people.map(({ user, lastSignIn }) => ({
        ...shown(user),
        hasPassword: user.passwordSet !== null,
        lastSignIn,
      }));
      answer(options, { users }, describe(people));
    }),
  );
  linkOptions(user.command('reset-password').description('make a one-time link to set a new password'))
    .requiredOption('--email <address>', 'whose password', emailArgument)
    .action((options: LinkOptions & { readonly email: string }) =>
      withAccount(options, async ({ engine }, accountId) => {
        answerLink(options, await makeLinkFor(engine, accountId, options.email));
      }),
    );
};
