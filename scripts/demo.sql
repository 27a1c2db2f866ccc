-- The session of `scripts/omendb demo` for psql, against a server that is running:
--
--     scripts/omendb serve
--     psql -h localhost -p 5433 -U postgres -f scripts/demo.sql
--
-- The two errors in it are part of what it shows. What it leaves is the table `metrics`, so that the last step can be
-- taken by hand: kill -9 the server (its process id is in server.pid of its directory), start it again, and count.

\set ON_ERROR_STOP off
\pset pager off
SET client_min_messages = warning;
\timing on

\echo
\echo '1/6  Create a table'
DROP TABLE IF EXISTS metrics;
CREATE TABLE metrics (timestamp bigint PRIMARY KEY, value float, sensor_id int);
SELECT attname, format_type(atttypid, atttypmod), attnotnull
  FROM pg_attribute WHERE attrelid = 'metrics'::regclass AND attnum > 0 ORDER BY attnum;

\echo
\echo '2/6  Load a million rows through COPY'
\copy metrics from program 'awk "BEGIN { for (i = 0; i < 1000000; i++) printf \"%d\t%.3f\t%d\n\", i, i % 8192 / 8, i % 1000 }"'
SELECT count(*), sum(value), sum(sensor_id) FROM metrics;

\echo
\echo '3/6  Roll a transaction back'
BEGIN;
INSERT INTO metrics VALUES (2000000, 1.5, 7), (2000001, 2.5, 8);
UPDATE metrics SET value = value + 1 WHERE timestamp < 500;
DELETE FROM metrics WHERE timestamp < 250;
SELECT count(*), sum(value) FROM metrics;
ROLLBACK;
SELECT count(*), sum(value) FROM metrics;

\echo
\echo '4/6  Insert a key twice'
INSERT INTO metrics VALUES (500000, 1.5, 7);
\echo 'SQLSTATE' :LAST_ERROR_SQLSTATE
INSERT INTO metrics VALUES (2000000, 1.5, 7), (500000, 1.5, 7);
\echo 'SQLSTATE' :LAST_ERROR_SQLSTATE
SELECT count(*) FROM metrics;

\echo
\echo '5/6  Analyse'
SELECT min(value), max(value), avg(value) FROM metrics;
SELECT sensor_id, count(*), avg(value), max(value)
  FROM metrics GROUP BY sensor_id ORDER BY avg(value) DESC, sensor_id LIMIT 5;
SELECT timestamp / 100000 AS bucket, count(*), sum(value)
  FROM metrics WHERE value >= 1000 GROUP BY timestamp / 100000 ORDER BY bucket;
SELECT count(*), sum(value) FROM metrics WHERE timestamp BETWEEN 10000 AND 19999;

\echo
\echo '6/6  Commit, for a kill -9 to try'
BEGIN;
INSERT INTO metrics VALUES (3000000, 1.5, 7), (3000001, 2.5, 8), (3000002, 3.5, 9);
COMMIT;
SELECT * FROM metrics WHERE timestamp >= 3000000 ORDER BY timestamp;
