-- The last stretches of a machine are looked up for every window of the log, also in a generation or an account that the
-- planner has no statistics about. Generation and license in one number fit this index only; by either alone, an index
-- with all stretches of a generation looks as good.
drop index seat_stretch_last;
create index seat_stretch_last
  on seat_stretch (account_id, ((generation::bigint << 32) | license_id), machine_no) where last;
comment on index seat_stretch_last is 'What a machine’s next log row, or the deletion of its license, goes on from.';
