/** Times and days as the API's parameters and licenses have them: UTC. */

/** Unix seconds of an ISO date and time without zone. */
export const unixOfIso = (text: string): number => Math.floor(Date.parse(`${text}Z`) / 1000);

/** `yyyy-MM-dd` of the UTC day that a moment is in. */
export const utcDay = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);
