import { ActionIcon } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { Search } from 'lucide-react';
import classes from './SearchBox.module.css';
import { SearchDialog } from './SearchDialog.js';

/** The field on top of every page; ⌘K, Ctrl-K and / open it. */
export const SearchBox = () => {
  const [isOpen, { open, close }] = useDisclosure(false);
  useHotkeys([['mod+k', open]], []);
  useHotkeys([['/', open]]);
  return (
    <>
      <button type="button" className={classes.field} onClick={open} aria-haspopup="dialog">
        <Search size={14} aria-hidden />
        <span className={classes.words}>Find a key, machine, customer or address</span>
        <kbd className={classes.hint} aria-hidden>
          /
        </kbd>
      </button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.icon}
        aria-label="Find a key, machine, customer or address"
        onClick={open}
      >
        <Search size={18} aria-hidden />
      </ActionIcon>
      {isOpen && <SearchDialog close={close} />}
    </>
  );
};
