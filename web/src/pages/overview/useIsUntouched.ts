import { useQuery } from '@tanstack/react-query';
import { usedQuery } from './overviewQuestions.js';

/** Whether no application has asked for anything yet; until that is known, it is taken that one has. */
export const useIsUntouched = (): boolean => useQuery(usedQuery).data?.logs.length === 0;
