create table params (id int primary key, t text, n numeric, f float8, b bool, d date, ts timestamp, by bytea, i8 int8, v varchar(5));
select $1
\bind hello
select $1 + 1
\bind 41
select $1 + $2
\bind 1 | 2
select $1::int8 + 1, $1
\bind 5
select $1 = 'a'
\bind a
select $1 || 'x'
\bind a
select $1 || $2
\bind a | b
select upper($1), length($1)
\bind abc
select $1::date + $2
\bind 2024-01-01 | 5
select coalesce($1, 5), coalesce($2, 'x')
\bind 7 | \N
select case when $1 then $2 else 1.5 end
\bind t | 2.5
select * from params where id = $1
\bind 1
select * from params where id = $1 and t = $2 and n > $3 and f < $4 and b = $5 and d = $6 and i8 = $7
\bind 1 | a | 1.5 | 2.5 | t | 2024-01-01 | 7
select * from params where id in ($1, $2)
\bind 1 | 2
select * from params where id between $1 and $2
\bind 1 | 2
select * from params where t like $1
\bind a%
insert into params (id, t, n, f, b, d, ts, by, i8, v) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
\bind 1 | text | 1.50 | 2.5 | true | 2024-01-01 | 2024-01-01 10:00:00 | \x00ff | 99 | abc
insert into params (id, v) values ($1, $2) returning id, v
\bind 2 | too long
insert into params values ($1)
\bind 2
insert into params (id, t) values ($1, $2), ($3, $4) returning *
\bind 3 | a | 4 | \N
insert into params (id) values ($1)
\bind abc
insert into params (id) values ($1)
\bind 99999999999
update params set t = $1, n = n + $2 where id = $3 returning t, n
\bind new | 0.25 | 1
update params set t = $2 where id = $1
\bind 1 | x
delete from params where id = $1 and $2
\bind 4 | true
select $2
\bind 1 | 2
select $1
\bind
select 1
\bind 5
select $0
\bind
select $1::int
\bind
select $1 where $1 = 5
\bind 5
select $1 is null
\bind \N
select $1 in (1, 2), $2 between 1 and 2
\bind 1 | 5
select sum($1)
\bind 1
select max($1)
\bind 1
select abs($1)
\bind -5
select $1::text, $1::int
\bind 5
select not $1, $2 and true
\bind t | f
select $1 < 1.5, $2 < 1::int8
\bind 1 | 2
select - $1
\bind 5
select interval '1 day' * $1
\bind 2
select nullif($1, 1), greatest($2, 2)
\bind 1 | 3
select $1 as "select", $2 as x from (values (1)) v(c)
\bind a | b
select count(*) from params where i8 = $1 or f = $1
\bind 1
select count(*) from params where i8 > $1 + 1
\bind 1
select 1\;
select 2
\bind
begin
\bind
commit
\bind

\bind
show timezone
\bind
set timezone = 'UTC'
\bind
create table params2 (a int)
\bind
drop table params2
\bind
explain select 1
\bind
select * from nosuch where a = $1
\bind 1
selec 1
\bind
select id, t, n, f, b, d, ts, by, i8, v from params order by id
\bind
select id, t, f, b, d, ts, by, i8, v from params order by id
\binary
select 1::int2, 2::int4, 3::int8, 1.5::float4, 2.5::float8, true, 'abc', 'abc'::varchar(5), 'abc'::char(5), '\x00ff'::bytea, date '2024-01-01', timestamp '2024-01-01 00:00:01', timestamptz '2024-01-01 00:00:01Z', null::int
\binary
select 1.50::numeric, 12345678.000900::numeric, -0.5, 'NaN'::numeric, interval '1 day', 5::oid, 'a'::name
\binary
prepare p (int) as select $1 + 1;
execute p (5);
execute p ('x');
execute p;
execute nosuch;
prepare p as select 1;
prepare q as select $1 || 'a';
execute q ('b');
deallocate p;
deallocate nosuch;
deallocate all;
prepare p as select $1 + 1, $2;
execute p (1, 'a');
execute p (1);
execute p (1, 2, 3);
execute p (true, 'a');
execute p ('x', 'a');
execute p (1.6, 5);
execute p (nosuch, 'a');
execute p ((select 1), 'a');
execute p (sum(1), 'a');
execute p (40 + 1, upper('b'));
execute p ($1, 'a');
prepare p as select 1;
prepare bad as select nosuch from params;
prepare bad as select $1 from nosuch;
prepare bad (nosuch) as select $1;
prepare bad as select;
prepare bad as selec 1;
prepare bad as create table x (a int);
prepare bad as select $2;
prepare "" as select 1;
prepare ins as insert into params (id, t) values ($1, $2) returning id, t;
execute ins (100, 'first');
execute ins (100, 'again');
execute ins (101, null);
prepare upd (text, int) as update params set t = $1 where id = $2;
execute upd ('second', 100);
execute upd ('second', '100');
execute upd ('second', 100::bigint);
execute upd ('second', 99999999999);
prepare del as delete from params where id = $1 returning t;
execute del (100);
execute del (100);
prepare vals as values ($1::int), (2);
execute vals (1);
prepare sized (varchar(2), numeric(4,1)) as select $1, $2;
execute sized ('abc', 1.25);
prepare many (int, int, int) as select $1, $3;
execute many (1, 2, 3);
prepare types (int2, int8, float8, bool, date, text, bytea) as select $1, $2, $3, $4, $5, $6, $7;
execute types (1, 2, 3, true, '2024-01-01', 'x', '\x00');
execute types (70000, 2, 3, true, '2024-01-01', 'x', '\x00');
execute types (1, 2, 3, 5, '2024-01-01', 'x', '\x00');
execute types (1, 2, 3, true, '2024-13-01', 'x', '\x00');
execute types (1, 2.5, 3, true, '2024-01-01', 5, '\x00');
begin;
prepare inside as select 'still here';
rollback;
execute inside;
begin;
execute nosuch;
execute inside;
rollback;
execute inside \; execute inside;
prepare chained as select 1 \; execute chained;
execute inside
\bind
prepare wired as select $1::int * 2
\bind
execute wired (21)
\bind
deallocate wired
\bind
execute wired (21);
discard plans;
execute inside;
discard temp;
discard temporary;
discard sequences;
discard;
discard nosuch;
begin;
discard all;
rollback;
begin;
discard plans;
discard sequences;
discard temp;
commit;
set timezone = 'Asia/Tokyo';
set application_name = 'before';
discard all;
show timezone;
show application_name;
execute inside;
create table discarded (a serial);
select nextval('discarded_a_seq');
select currval('discarded_a_seq');
discard all;
select currval('discarded_a_seq');
select lastval();
drop table discarded;
deallocate prepare nosuch;
deallocate prepare all;
prepare again as select 1;
deallocate prepare again;
prepare changing as select * from params where id = 1;
drop table params;
execute changing;
create table params (id int, other int);
execute changing;
deallocate all;
drop table params;
