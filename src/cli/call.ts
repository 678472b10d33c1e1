import { Argument, type Command, InvalidArgumentError } from 'commander';
import { ParameterCollector } from '../http/parameters.js';
import { byToken, callMethod } from '../methods/call.js';
import type { AnsweringMethod } from '../methods/define.js';
import { methodNamed } from '../methods/methodNamed.js';
import { METHODS } from '../methods/registry.js';
import { OperatorError } from '../operatorError.js';
import { type SharedOptions, sharedOptions, tokenOption } from './shell/options.js';
import { answer } from './shell/output.js';
import { withSession } from './shell/session.js';

const methodArgument = (name: string): AnsweringMethod => {
  const method = methodNamed(name);
  if (method !== undefined) return method;
  const meant = METHODS.filter((known) => known.name.toLowerCase() === name.split('/').at(-1)?.toLowerCase());
  const stream = meant.find((known) => known.kind === 'stream');
  if (stream !== undefined) throw new InvalidArgumentError(`A running server streams it: GET ${stream.path}.`);
  const hint = meant.map((known) => `${known.category}/${known.name}`).join(' or ');
  throw new InvalidArgumentError(`There is no such method.${hint === '' ? '' : ` Did you mean ${hint}?`}`);
};

/** Collects `Name=Value` arguments into the parameters of a request. */
const parameterArgument = (text: string, collected: ParameterCollector): ParameterCollector => {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Parameters are written Name=Value.');
  collected.add(text.slice(0, equals), text.slice(equals + 1));
  return collected;
};

export const addCall = (program: Command): void => {
  sharedOptions(program.command('call').description('call a method of the API and print its answer'))
    .argument('<method>', 'category and name: key/GetKey', methodArgument)
    .addArgument(
      new Argument('[parameters...]', 'Name=Value …')
        .argParser(parameterArgument)
        // A new collector for each run: the program parses its arguments once.
        .default(new ParameterCollector(), 'none'),
    )
    .addOption(tokenOption('the access token to call with', 'KEYLEDGER_TOKEN'))
    .action(
      (
        method: AnsweringMethod,
        { parameters }: ParameterCollector,
        options: SharedOptions & { readonly token: string },
      ) =>
        withSession(options, async ({ engine }) => {
          const { body } = await callMethod(
            method,
            { engine, raw: parameters, ip: '' },
            byToken(engine, options.token),
          );
          answer(options, body, JSON.stringify(body, null, 2));
          if (body.result !== 0) throw new OperatorError('refused', String(body.message));
        }),
    );
};
