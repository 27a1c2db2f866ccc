-- Window functions: places, aggregates, named windows, frames, and where they may not stand.

create table w (id int primary key, grp text, n int, x float8, d numeric(10,2), b bool);
insert into w values (1, 'a', 10, 1.5, 1.10, true), (2, 'a', 10, 2.5, 2.20, false),
  (3, 'a', 30, null, 3.30, null), (4, 'b', 5, 0.5, 4.4, true), (5, 'b', null, 0.25, null, true),
  (6, 'b', 5, 8, 6.6, false), (7, null, 7, 7, 7.7, true), (8, null, 8, 8, 8.8, false),
  (9, 'c', 1, -1, 9.99, true);

select id, row_number() over (order by id), rank() over (order by n), dense_rank() over (order by n) from w order by id;
select id, percent_rank() over (order by n), cume_dist() over (order by n) from w order by id;
select id, row_number() over (partition by grp order by id desc) from w order by id;
select id, rank() over (partition by grp order by n nulls first), count(*) over (partition by grp) from w order by id;
select id, ntile(4) over (order by id), ntile(2) over (partition by grp order by id), ntile(20) over (order by id)
  from w order by id;
select id, ntile(null) over (order by id) from w order by id;
select ntile(0) over (order by id) from w;
select id, lag(n) over (order by id), lead(n) over (order by id) from w order by id;
select id, lag(n, 2) over (order by id), lead(n, 2, -1) over (order by id), lag(n, -1, 0) over (order by id)
  from w order by id;
select id, lag(n, null) over (order by id), lag(n, 0) over (order by id), lag(n, 1, 2.5) over (order by id)
  from w order by id;
select id, lag(grp, 1, 'none') over (partition by b order by id) from w order by id;
select id, lag(array[id, n]) over (order by id) from w order by id;
select id, first_value(n) over (order by n, id), last_value(n) over (order by n) from w order by id;
select id, last_value(id) over (partition by grp), first_value(id) over (partition by grp order by id desc)
  from w order by id;
select id, nth_value(id, 2) over (order by id), nth_value(id, 2) over (partition by grp order by id
  rows between unbounded preceding and unbounded following) from w order by id;
select id, nth_value(id, null) over (order by id) from w order by id;
select nth_value(id, 0) over (order by id) from w;

select id, sum(n) over (order by id), avg(n) over (order by id), min(n) over (order by id), max(n) over (order by id)
  from w order by id;
select id, sum(n) over (order by grp), count(n) over (order by grp), count(*) over () from w order by id;
select id, sum(d) over (partition by grp order by id), avg(d) over (partition by grp) from w order by id;
select id, sum(x) over (partition by grp order by id), stddev(n) over (partition by grp) from w order by id;
select id, bool_and(b) over (order by id), bool_or(b) over (partition by grp) from w order by id;
select id, string_agg(id::text, ',') over (order by id), array_agg(n) over (partition by grp order by id)
  from w order by id;
select id, count(*) filter (where b) over (order by id), sum(n) filter (where n > 5) over (partition by grp)
  from w order by id;
select id, sum(n) over (order by id desc) - n as others from w order by id;
select id, n * 100 / sum(n) over (), row_number() over () > 0 from w order by id;

select id, sum(n) over (order by id rows between 1 preceding and 1 following) from w order by id;
select id, sum(n) over (order by id rows 2 preceding) from w order by id;
select id, sum(n) over (order by id rows between 1 following and 2 following) from w order by id;
select id, sum(n) over (order by id rows between 3 preceding and 2 preceding) from w order by id;
select id, sum(n) over (order by id rows between current row and unbounded following) from w order by id;
select id, max(n) over (order by id rows unbounded preceding),
  min(d) over (order by id rows current row) from w order by id;
select id, sum(n) over (order by grp range between current row and unbounded following) from w order by id;
select id, sum(n) over (order by grp range between unbounded preceding and unbounded following) from w order by id;
select id, first_value(id) over f, last_value(id) over f, nth_value(id, 2) over f from w
  window f as (order by id rows between 1 preceding and 1 following) order by id;
select id, sum(n) over (order by id rows between 9223372036854775807 preceding and 9223372036854775807 following)
  from w order by id;
select sum(n) over (order by id rows -1 preceding) from w;
select sum(n) over (order by id rows between current row and -1 following) from w;
select sum(n) over (order by id rows null preceding) from w;
select sum(n) over (order by id rows n preceding) from w;
select sum(n) over (order by id rows 'x' preceding) from w;

select id, sum(n) over p, rank() over (p order by n) from w window p as (partition by grp) order by id;
select id, sum(n) over b from w window a as (partition by grp), b as (a order by id) order by id;
select sum(n) over nothing from w;
select 1 from w window a as (order by id), a as (order by n);
select sum(n) over (a partition by id) from w window a as (partition by grp);
select sum(n) over (a order by id) from w window a as (order by n);
select sum(n) over (a order by id) from w window a as (rows unbounded preceding);
select sum(n) over b from w window b as (a), a as (order by id);
select 1 from w window a as (order by nothing);

select grp, sum(n), rank() over (order by sum(n) desc nulls last) from w group by grp order by 3, 1;
select grp, sum(sum(n)) over (order by grp) from w group by grp order by grp;
select grp, count(*), sum(count(*)) over () from w group by grp having count(*) > 1 order by grp;
select n, rank() over (order by id) from w group by n;
select sum(count(*)) over () from w;
select distinct count(*) over (partition by grp) from w order by 1;
select id from w order by row_number() over (order by id desc) limit 3;
select distinct on (row_number() over (partition by grp order by id)) id from w
  order by row_number() over (partition by grp order by id), id;
select * from (select id, grp, row_number() over (partition by grp order by id) as r from w) s where r = 1 order by id;
select * from (select id, grp, count(*) over (partition by grp) as c from w) s where grp = 'a' and c > 1 order by id;
select * from (select id, sum(n) over (order by id) as s from w) s where id > 5 order by id;
select count(*) from (select row_number() over (order by id) from w) s;
select id, (select max(r) from (select row_number() over (order by u.id) as r
  from w u where u.n = w.n) s) from w order by id;
select id, row_number() over (order by id) from w union all select 0, 0 order by 1;
select row_number() over (order by v), v from (values ('x'), ('y'), (null)) t(v) order by 1;
select rank() over (order by 1), sum(1) over (partition by 'k') from w limit 2;
select row_number() over (order by id) as r, lag(id) over (order by id) as l from w where false;
select case when row_number() over (order by id) % 2 = 0 then 'even' else 'odd' end from w order by id;

select id from w where row_number() over () = 1;
select count(*) from w group by row_number() over ();
select row_number() over () from w group by 1;
select count(*) from w having row_number() over () = 1;
select * from w a join w b on row_number() over () = 1;
select sum(row_number() over ()) from w;
select sum(sum(n) over ()) over () from w;
select rank() over (order by rank() over ()) from w;
select row_number() from w;
select lag(n) from w;
select abs(n) over () from w;
select nothing(n) over () from w;
select row_number(1) over () from w;
select lag() over () from w;
select ntile('x') over () from w;
select sum(distinct n) over () from w;
select string_agg(grp, ',' order by grp) over () from w;
select rank() filter (where b) over () from w;
select count() over () from w;
values (row_number() over ());
update w set n = row_number() over ();
delete from w where row_number() over () = 1;
insert into w (id) values (100) returning row_number() over ();
select 1 limit row_number() over ();
drop table w;
