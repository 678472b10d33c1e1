import type { Command } from 'commander';
import { readConfig } from '../config.js';
import type { User } from '../domain/entities/identity.js';
import type { Role } from '../domain/entities/roles.js';
import { SENTENCES } from '../domain/sentences.js';
import { type ListedUser, listPeople } from '../engine/administration/people.js';
import { OperatorError } from '../operatorError.js';
import { callFromShell } from './shell/callFromShell.js';
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

/** The server's address: `--url`, or where a server with this environment would listen. */
const linkAt = ({ url }: LinkOptions, path: string): string => {
  const { host, port } = readConfig({});
  return `${(url ?? `http://${host}:${port}`).replace(/\/+$/, '')}${path}`;
};

const answerLink = (options: LinkOptions, user: ReturnType<typeof shown>, path: string): void => {
  const link = linkAt(options, path);
  answer(
    options,
    { ...user, link },
    `User ${user.id}: ${user.email}\n  ${link}\nThe link sets the password, once, within 3 days.`,
  );
};

const linkOptions = (command: Command): Command =>
  accountOptions(command).option('--url <url>', 'the server as its users reach it (default http://HOST:PORT)');

export const addUser = (program: Command): void => {
  const user = program.command('user').description('create and list users of the dashboard');
  linkOptions(user.command('create').description('create a user and a one-time link to set a password'))
    .requiredOption('--email <address>', 'to sign in with', emailArgument)
    .requiredOption('--name <name>', 'their name', nameArgument)
    .option('--role <role>', 'owner, support or analyst', roleArgument, 'owner')
    .action((options: LinkOptions & { readonly email: string; readonly name: string; readonly role: Role }) =>
      withAccount(options, async ({ engine }, accountId) => {
        const { email, name, role } = options;
        const parameters = { Email: email, Name: name, Role: role };
        const { userId, link } = await callFromShell(engine, accountId)('user/CreateUser', parameters);
        answerLink(options, { id: Number(userId), email, name, role }, String(link));
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
  linkOptions(user.command('reset-password').description('create a one-time link to set a new password'))
    .requiredOption('--email <address>', 'whose password', emailArgument)
    .action((options: LinkOptions & { readonly email: string }) =>
      withAccount(options, async ({ engine }, accountId) => {
        const people = await listPeople(engine.access(accountId));
        const found = people.find(({ user }) => user.email === options.email);
        if (found === undefined) throw new OperatorError('not-found', SENTENCES.userNotFound);
        const { userId } = found.user;
        const { link } = await callFromShell(engine, accountId)('user/ResetPassword', { UserId: userId });
        answerLink(options, shown(found.user), String(link));
      }),
    );
};
