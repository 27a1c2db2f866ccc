create table copies (id int primary key, t text, n numeric(6,2), f float8, b bool, d date, by bytea, i int default 7);
copy copies from stdin;
\data
1	plain	1.5	2.5	t	2024-01-01	\\x00ff	5
2	tab\there	\N	\N	f	\N	\N	\N
3	back\\slash\nnew	-1	1e10	true	2024-02-29	abc	0
\.
copy copies to stdout;
copy copies (id, t) to stdout;
copy copies (id, t) from stdin;
\data
4	defaults
5	
6	\N
7	\x41\101\b\f\r\v
\.
select id, t, i from copies where id >= 4 order by id;
copy copies (id) from stdin;
\data
8	extra
\.
copy copies from stdin;
\data
8	missing
\.
copy copies (id) from stdin;
\data
abc
\.
copy copies (id) from stdin;
\data
8
8
\.
copy copies (id) from stdin;
\data
8
1
\.
copy copies (id) from stdin;
\data
\N
\.
copy copies (id, n) from stdin;
\data
8	12345.678
\.
copy copies (id, d) from stdin;
\data
8	2024-13-01
\.
select count(*) from copies;
copy copies (id, t, n) to stdout (format csv);
copy copies (id, t, n) to stdout (format csv, header);
copy copies (id, t, n) to stdout with (format csv, header true, delimiter ';', null 'NULL', quote '''');
copy copies (id, t) to stdout (format csv, force_quote *);
copy copies (id, t) to stdout (format csv, force_quote (t));
copy copies (id, t) to stdout (delimiter '|', null '-');
copy copies (id, t) to stdout csv header;
copy (select id, upper(t) from copies where id < 3 order by id) to stdout;
copy (select 1, 'a,b', 'q"q', null, '', E'a\nb') to stdout (format csv);
copy (select 1, E'a\tb', E'a\\b', null, '') to stdout;
copy (values (1, true, date '2024-01-01', 1.50)) to stdout;
copy copies (id, t, n) from stdin (format csv);
\data
20,plain,1.5
21,"quoted, comma",2
22,"double ""quote""",3
23,,4
24,"",5
25,"two
lines",6
\.
select id, t, n from copies where id >= 20 order by id;
copy copies (id, t) from stdin (format csv, header);
\data
any,names
30,after header
\.
copy copies (id, t) from stdin (format csv, header match);
\data
id,wrong
31,after header
\.
copy copies (id, t) from stdin (format csv, delimiter ';', null 'NULL', quote '''', escape '\');
\data
32;'it\'s'
33;NULL
34;'NULL'
\.
select id, t from copies where id >= 30 order by id;
copy copies (id, t) from stdin (format csv);
\data
40,"unterminated
\.
copy copies (id, t) from stdin (format csv);
\data
40,a,b
\.
copy copies (id, t) from stdin (format csv, force_null (t));
\data
41,""
\.
copy copies (id, t) from stdin (format csv, force_not_null (t));
\data
42,
\.
select id, t is null, t from copies where id >= 40 order by id;
copy copies (id) from stdin (freeze on);
\data
50
\.
copy nosuch from stdin;
copy copies (nosuch) from stdin;
copy copies (id, id) from stdin;
copy copies from stdin (format nosuch);
copy copies from stdin (nosuch on);
copy copies from stdin (format csv, format csv);
copy copies from stdin (delimiter 'ab');
copy copies from stdin (delimiter 'a');
copy copies from stdin (quote '"');
copy copies from stdin (format csv, quote 'ab');
copy copies to stdout (format csv, delimiter '"');
copy copies from stdin (format binary, delimiter ',');
copy copies to stdout (force_quote *);
copy (select 1 from) to stdout;
copy (delete from copies) to stdout;
copy (select 1) from stdin;
copy copies to stdout where id = 1;
copy copies (id) from stdin where id > 60;
\data
60
61
\.
copy copies (id, t) from stdin (on_error ignore);
\data
70	a
bad	b
\.
begin;
copy copies (id) from stdin;
\data
80
x
\.
select 1;
rollback;
select count(*) from copies;
copy copies (id) from stdin (encoding 'nosuch');
copy copies (id, t) to stdout (default 'x');
drop table copies;
