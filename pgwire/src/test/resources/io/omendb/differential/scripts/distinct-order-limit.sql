create table ordering (id int primary key, a int, t text, f float8);
insert into ordering values (1, 3, 'b', 'NaN'), (2, null, 'a', 1.5), (3, 1, null, null), (4, 3, 'B', '-Infinity'), (5, 2, '', 0), (6, 1, 'ab', -0.0);
select a from ordering order by a;
select a from ordering order by a desc;
select a from ordering order by a nulls first;
select a from ordering order by a desc nulls last;
select t from ordering order by t;
select t from ordering order by t desc;
select f from ordering order by f, id;
select id from ordering order by a desc nulls last, t asc nulls first, id;
select id, a from ordering order by 2, 1;
select id from ordering order by 2;
select id from ordering order by 0;
select id from ordering order by 'a';
select id from ordering order by -id;
select id from ordering order by id % 2, id desc;
select id as x from ordering order by x;
select id as x from ordering order by x + 1;
select a as id, id as a from ordering order by id, a;
select id from ordering order by nosuch;
select id x, a x from ordering order by x;
select id from ordering order by a using >;
select distinct a from ordering order by a;
select distinct a, t from ordering;
select distinct a from ordering order by t;
select distinct a from ordering order by a + 1;
select distinct on (a) a, id from ordering order by a, id;
select distinct on (a) a, id from ordering order by id;
select all a from ordering order by a;
select distinct null from ordering;
select distinct f from ordering order by f;
select count(*) from (select distinct a from ordering) x;
select id from ordering order by id limit 2;
select id from ordering order by id limit 2 offset 3;
select id from ordering order by id offset 4;
select id from ordering order by id offset 4 rows fetch first 1 row only;
select id from ordering order by id fetch next 2 rows only;
select id from ordering order by id limit all;
select id from ordering order by id limit null;
select id from ordering order by id limit 0;
select id from ordering order by id limit 100 offset 100;
select id from ordering order by id limit 1 + 1;
select id from ordering order by id limit '2';
select id from ordering order by id limit 1.5;
select id from ordering order by id limit -1;
select id from ordering order by id offset -1;
select id from ordering order by id limit 'a';
select id from ordering order by id limit true;
select id from ordering order by id limit id;
select id from ordering order by id limit (select 3);
select id from ordering order by id limit 1 limit 2;
select id from ordering order by id fetch first 1 row with ties;
select id from ordering limit $1 order by id;
select id from ordering order by id limit $1 offset $2
\bind 2 | 1
select id from ordering order by id limit $1
\bind \N
select id from ordering order by id limit $1
\bind -5
select id from ordering order by id limit $1
\bind a
select t from ordering order by lower(t), t;
select id from ordering order by case when a is null then 0 else a end, id;
select a, count(*) from ordering group by a order by count(*) desc, a;
select id from ordering union select 7 order by id;
select a from ordering union all select a from ordering order by 1 limit 3;
select a from ordering intersect select 1 order by 1;
select a from ordering except select 1 order by 1;
select id from ordering union select t from ordering;
select id, a from ordering union select id from ordering;
values (1, 'a'), (2, 'b') order by 1 desc;
values (1), ('a');
table ordering order by id limit 1;
select id from ordering order by t collate "C", id;
select (select id from ordering order by id limit 1), (select max(a) from ordering);
drop table ordering;
