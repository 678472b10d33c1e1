import { useNavigate, useRouter } from '@tanstack/react-router';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** A row that was opened from the list, which is the entry before. */
    readonly isRowOpened?: boolean | undefined;
  }
}

/** Closes the row that is open: back to where it was opened, or without it where a link led to it. */
export const useCloseRow = (): (() => void) => {
  const router = useRouter();
  const navigate = useNavigate();
  return () => {
    if (router.state.location.state.isRowOpened === true) router.history.back();
    else void navigate({ to: '/log', search: (search) => search, replace: true });
  };
};
