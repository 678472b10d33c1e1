/** Standard output has a command's answer and nothing else: one JSON object with `--json`, otherwise text. */
export const answer = (options: { readonly json?: true }, value: object, text: string): void => {
  process.stdout.write(`${options.json === true ? JSON.stringify(value) : text}\n`);
};

/** A line on standard error, for the operator. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** A time (milliseconds) in UTC to the second; "" for none. */
export const dateTime = (time: number | null): string =>
  time === null ? '' : `${new Date(time).toISOString().slice(0, 19)}Z`;

/** Rows under headings, each column as wide as its widest cell. */
export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [headings, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
};
