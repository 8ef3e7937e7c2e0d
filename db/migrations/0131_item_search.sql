-- After a large import each search would first go through what waits to be put into the index.
alter index item_search set (fastupdate = off);
