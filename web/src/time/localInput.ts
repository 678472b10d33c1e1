/** The text of an `<input type="datetime-local">`, in the reader's zone. */

const two = (value: number): string => String(value).padStart(2, '0');

/** Of Unix seconds, to the minute. */
export const localInput = (time: number): string => {
  const at = new Date(time * 1000);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** Unix seconds; undefined while the text is not a whole moment. */
export const unixOfLocalInput = (text: string): number | undefined => {
  const at = new Date(text).getTime();
  return Number.isNaN(at) || at < 0 ? undefined : Math.floor(at / 1000);
};
