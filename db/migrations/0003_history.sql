-- The log of another server, brought in as the beginning of an account's log.

create table log_import (
  account_id int primary key,
  -- Who may go on with it: whoever began last.
  claim text not null,
  -- Log rows 1 to this one are the import's.
  row_count bigint not null,
  -- SHA-256 over these rows as the file has them: it must be the same file that goes on.
  digest bytea not null
) with (fillfactor = 50);

-- The ids that imported log rows had where they come from, in blocks of 1,000 rows.
create table log_source (
  account_id int not null,
  -- The log id of the block's first row.
  first_id bigint not null,
  -- That row's id where it comes from.
  source_id bigint not null,
  -- How far each later id of the block lies from the one before: mostly ones, which compress to nearly nothing.
  steps bigint[] not null,
  primary key (account_id, first_id)
);

comment on column web_api_log.method is 'The number of the method that was called, as its declaration gives it. 0: not known (an imported row), or none (from the shell).';
