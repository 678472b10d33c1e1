-- Ids only grow and rows of the log never change: a page of the primary key that is full stays as it is, so nothing need be
-- kept free in it. A tenth of the index, 3 bytes a row; pages that are there already stay as they are.
alter index web_api_log_pkey set (fillfactor = 100);
