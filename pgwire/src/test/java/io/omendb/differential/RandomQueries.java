package io.omendb.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Queries made up from a seed over two small tables: typed expressions, so that most of them are
 * answered, with NULLs, zeros and extremes among the values, so that some are refused.
 */
final class RandomQueries {
    /** The types that expressions are made of. */
    private enum Kind {
        INT,
        BIGINT,
        NUMERIC,
        FLOAT,
        TEXT,
        BOOL,
        DATE,
        TIMESTAMP
    }

    /** What makes and fills the tables that the queries are about. */
    static final List<String> TABLES =
            List.of(
                    "create table ra (a int, b bigint, c numeric(8,2), d float8, e text, f bool, g date, h timestamp)",
                    "create table rb (a int, b bigint, c numeric, d float8, e varchar(10), f bool,"
                            + " g date, h timestamp)",
                    "insert into ra values (1, 10, 1.50, 0.5, 'abc', true, '2024-01-31', '2024-02-29 12:00:00'),"
                            + " (2, -7, -0.25, -1.25, 'ABC', false, '2000-02-29', '1999-12-31 23:59:59.999999'),"
                            + " (0, 0, 0.00, 0, '', null, null, null),"
                            + " (null, null, null, null, null, true, '1970-01-01', null),"
                            + " (-3, 4000000000, 99999.99, 1e10, 'a%b_c', false, '2024-02-29', '2024-01-01 00:00:00'),"
                            + " (7, 7, 7.00, 7, ' x ', true, '2023-12-31', '2000-01-01 00:00:01'),"
                            + " (1, 3, 2.50, 0.1, 'abcd', null, '2024-01-31', '2024-02-29 12:00:00')",
                    "insert into rb values (1, 10, 1.500, 0.5, 'abc', true, '2024-01-31', null),"
                            + " (2, 2, 12345678901234567890.5, 3, 'b', false, null, '2024-02-29 12:00:00'),"
                            + " (null, 5, null, null, 'äö', null, '2024-02-29', '2001-01-01 01:01:01'),"
                            + " (7, -1, -0.001, -0.0, null, true, '2023-12-31', '2000-01-01 00:00:01')");

    private static final int DEPTH_MAX = 3;

    private final Random random;

    /** The tables in scope, each by its alias. */
    private List<String> scope = List.of("x");

    RandomQueries(long seed) {
        random = new Random(seed);
    }

    /**
     * A query, with an ORDER BY over all its columns where its rows would not be determined
     * otherwise.
     */
    String next() {
        scope = oneIn(3) ? List.of("x", "y") : List.of("x");
        String from = from();
        return switch (random.nextInt(6)) {
            case 0 -> "select " + expression(anyKind(), DEPTH_MAX) + from + where();
            case 1 -> grouped(from);
            case 2 -> "select distinct " + columns(2) + from + where();
            case 3 ->
                    "select "
                            + columns(2)
                            + from
                            + where()
                            + " order by 1"
                            + direction()
                            + ", 2"
                            + direction()
                            + (oneIn(2) ? " limit " + random.nextInt(5) : "")
                            + (oneIn(3) ? " offset " + random.nextInt(4) : "");
            case 4 -> setOperation();
            default -> "select " + columns(1 + random.nextInt(3)) + from + where();
        };
    }

    private String from() {
        if (scope.size() == 1) {
            return " from " + pick("ra", "rb") + " x";
        }
        String join = pick(" join ", " left join ");
        String on =
                pick("x.a = y.a", "x.b = y.b", "x.e = y.e", "x.a = y.b", "x.g = y.g and x.a > 0");
        return " from ra x" + join + "rb y on " + (oneIn(4) ? expression(Kind.BOOL, 2) : on);
    }

    private String where() {
        return oneIn(3) ? "" : " where " + expression(Kind.BOOL, DEPTH_MAX);
    }

    private String columns(int count) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(expression(anyKind(), DEPTH_MAX));
        }
        return String.join(", ", columns);
    }

    private String grouped(String from) {
        String key = expression(anyKind(), 1);
        List<String> aggregates = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            aggregates.add(aggregate());
        }
        String list = String.join(", ", aggregates);
        return switch (random.nextInt(3)) {
            case 0 -> "select " + list + from + where();
            case 1 -> "select " + key + ", " + list + from + where() + " group by 1";
            default ->
                    "select "
                            + key
                            + ", "
                            + list
                            + from
                            + where()
                            + " group by 1 having "
                            + pick("count(*) > 1", "max(x.a) is not null", "min(x.c) < 5");
        };
    }

    private String aggregate() {
        String distinct = oneIn(4) ? "distinct " : "";
        return switch (random.nextInt(6)) {
            case 0 -> "count(*)";
            case 1 -> "count(" + distinct + expression(anyKind(), 1) + ")";
            case 2 -> "sum(" + distinct + expression(exactNumber(), 1) + ")";
            case 3 -> "avg(" + distinct + expression(exactNumber(), 1) + ")";
            case 4 -> "min(" + expression(orderedKind(), 1) + ")";
            default -> "max(" + expression(orderedKind(), 1) + ")";
        };
    }

    private String setOperation() {
        scope = List.of("x");
        Kind kind = anyKind();
        // The modifier of a column of INTERSECT and EXCEPT is that of whichever side PostgreSQL
        // takes first.
        boolean modified = kind == Kind.NUMERIC || kind == Kind.TEXT;
        String operator =
                modified
                        ? pick(" union ", " union all ")
                        : pick(" union ", " union all ", " intersect ", " except ");
        return "select "
                + expression(kind, 2)
                + " from ra x"
                + where()
                + operator
                + "select "
                + expression(kind, 2)
                + " from rb x"
                + where();
    }

    private String expression(Kind kind, int depth) {
        if (depth == 0 || oneIn(5)) {
            return oneIn(3) ? literal(kind) : column(kind);
        }
        int next = depth - 1;
        switch (random.nextInt(12)) {
            case 0:
                return "case when "
                        + expression(Kind.BOOL, next)
                        + " then "
                        + expression(kind, next)
                        + " else "
                        + expression(kind, next)
                        + " end";
            case 1:
                return "coalesce(" + expression(kind, next) + ", " + expression(kind, next) + ")";
            case 2:
                return "nullif(" + expression(kind, next) + ", " + expression(kind, next) + ")";
            case 3:
                if (kind != Kind.BOOL) {
                    return pick("greatest(", "least(")
                            + expression(kind, next)
                            + ", "
                            + expression(kind, next)
                            + ")";
                }
                break;
            default:
                break;
        }
        return switch (kind) {
            case INT -> integer(next);
            case BIGINT -> arithmetic(oneIn(2) ? Kind.INT : kind, kind, next);
            case NUMERIC -> numeric(next);
            case FLOAT ->
                    oneIn(4)
                            ? expression(pick(Kind.INT, Kind.NUMERIC), next) + "::float8"
                            : arithmetic(kind, kind, next);
            case TEXT -> text(next);
            case BOOL -> condition(next);
            case DATE ->
                    oneIn(3)
                            ? "(" + expression(Kind.TIMESTAMP, next) + ")::date"
                            : "("
                                    + expression(kind, next)
                                    + pick(" + ", " - ")
                                    + random.nextInt(400)
                                    + ")";
            case TIMESTAMP ->
                    oneIn(3)
                            ? "(" + expression(Kind.DATE, next) + ")::timestamp"
                            : "("
                                    + expression(kind, next)
                                    + pick(" + ", " - ")
                                    + "interval '"
                                    + pick(
                                            "1 day",
                                            "1 month",
                                            "36 hours",
                                            "1 year 2 months",
                                            "00:00:00.5")
                                    + "')";
        };
    }

    private String arithmetic(Kind left, Kind right, int depth) {
        String operator = pick(" + ", " - ", " * ", " / ");
        String divisor = expression(right, depth);
        if (operator.equals(" / ") && !oneIn(4)) {
            divisor = "nullif(" + divisor + ", 0)";
        }
        return "(" + expression(left, depth) + operator + divisor + ")";
    }

    private String integer(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> "length(" + expression(Kind.TEXT, depth) + ")";
            case 1 -> "abs(" + expression(Kind.INT, depth) + ")";
            case 2 ->
                    "(" + expression(Kind.DATE, depth) + " - " + expression(Kind.DATE, depth) + ")";
            case 3 ->
                    "("
                            + expression(Kind.INT, depth)
                            + " % nullif("
                            + expression(Kind.INT, depth)
                            + ", 0))";
            case 4 -> "- (" + expression(Kind.INT, depth) + ")";
            default -> arithmetic(Kind.INT, Kind.INT, depth);
        };
    }

    private String numeric(int depth) {
        return switch (random.nextInt(6)) {
            case 0 ->
                    pick("round(", "trunc(")
                            + expression(Kind.NUMERIC, depth)
                            + ", "
                            + (random.nextInt(5) - 1)
                            + ")";
            case 1 ->
                    pick("abs(", "ceil(", "floor(", "sign(")
                            + expression(Kind.NUMERIC, depth)
                            + ")";
            case 2 -> expression(pick(Kind.INT, Kind.BIGINT), depth) + "::numeric";
            case 3 ->
                    "extract("
                            + pick("year", "month", "day", "epoch", "dow", "second")
                            + " from "
                            + expression(Kind.TIMESTAMP, depth)
                            + ")";
            default -> arithmetic(pick(Kind.NUMERIC, Kind.INT, Kind.BIGINT), Kind.NUMERIC, depth);
        };
    }

    private String text(int depth) {
        return switch (random.nextInt(7)) {
            case 0 ->
                    "("
                            + expression(Kind.TEXT, depth)
                            + " || "
                            + expression(Kind.TEXT, depth)
                            + ")";
            case 1 ->
                    pick("upper(", "lower(", "trim(", "reverse(", "initcap(")
                            + expression(Kind.TEXT, depth)
                            + ")";
            case 2 ->
                    "substr("
                            + expression(Kind.TEXT, depth)
                            + ", "
                            + (random.nextInt(6) - 2)
                            + ", "
                            + random.nextInt(4)
                            + ")";
            case 3 -> "(" + expression(pick(Kind.values()), depth) + ")::text";
            case 4 -> "replace(" + expression(Kind.TEXT, depth) + ", 'b', 'xy')";
            case 5 ->
                    pick("lpad(", "rpad(")
                            + expression(Kind.TEXT, depth)
                            + ", "
                            + random.nextInt(6)
                            + ", '*')";
            default ->
                    pick("left(", "right(")
                            + expression(Kind.TEXT, depth)
                            + ", "
                            + (random.nextInt(7) - 3)
                            + ")";
        };
    }

    private String condition(int depth) {
        Kind kind = anyKind();
        String left = expression(kind, depth);
        return switch (random.nextInt(10)) {
            case 0 ->
                    "("
                            + expression(Kind.BOOL, depth)
                            + pick(" and ", " or ")
                            + expression(Kind.BOOL, depth)
                            + ")";
            case 1 -> "(not " + expression(Kind.BOOL, depth) + ")";
            case 2 -> "(" + left + pick(" is null)", " is not null)");
            case 3 ->
                    "("
                            + left
                            + pick(" in (", " not in (")
                            + expression(kind, depth)
                            + ", "
                            + expression(kind, 0)
                            + ", "
                            + literal(kind)
                            + "))";
            case 4 ->
                    "("
                            + left
                            + pick(" between ", " not between ", " between symmetric ")
                            + expression(kind, depth)
                            + " and "
                            + expression(kind, depth)
                            + ")";
            case 5 ->
                    "("
                            + expression(Kind.TEXT, depth)
                            + pick(" like ", " not like ", " ilike ")
                            + pick("'a%'", "'%b%'", "'_b_'", "''", "'%'", "'a\\%%'", "'ABC'")
                            + ")";
            case 6 ->
                    "("
                            + left
                            + pick(" is distinct from ", " is not distinct from ")
                            + expression(kind, depth)
                            + ")";
            case 7 ->
                    "("
                            + expression(Kind.BOOL, depth)
                            + pick(" is true)", " is not false)", " is unknown)");
            case 8 ->
                    "("
                            + expression(
                                    pick(Kind.INT, Kind.BIGINT, Kind.NUMERIC, Kind.FLOAT), depth)
                            + comparison()
                            + expression(
                                    pick(Kind.INT, Kind.BIGINT, Kind.NUMERIC, Kind.FLOAT), depth)
                            + ")";
            default -> "(" + left + comparison() + expression(kind, depth) + ")";
        };
    }

    private String comparison() {
        return pick(" = ", " <> ", " < ", " <= ", " > ", " >= ");
    }

    private String column(Kind kind) {
        return scope.get(random.nextInt(scope.size())) + "." + (char) ('a' + kind.ordinal());
    }

    private String literal(Kind kind) {
        if (oneIn(8)) {
            return "null::"
                    + List.of(
                                    "int",
                                    "bigint",
                                    "numeric",
                                    "float8",
                                    "text",
                                    "bool",
                                    "date",
                                    "timestamp")
                            .get(kind.ordinal());
        }
        return switch (kind) {
            case INT -> pick("0", "1", "2", "-1", "10", "2147483647");
            case BIGINT -> pick("0::bigint", "3000000000", "(-5)::bigint", "9223372036854775807");
            case NUMERIC -> pick("0.0", "1.5", "-2.25", "100.001", "3::numeric", "1e-3");
            case FLOAT -> pick("0::float8", "1.5::float8", "-0.1::float8", "1e20::float8");
            case TEXT -> pick("'a'::text", "''::text", "'Abc'::text", "'b '::text");
            case BOOL -> pick("true", "false");
            case DATE -> pick("date '2024-02-29'", "date '2000-01-01'");
            case TIMESTAMP ->
                    pick("timestamp '2024-02-29 12:00:00'", "timestamp '2000-01-01 00:00:00.25'");
        };
    }

    private Kind anyKind() {
        return pick(Kind.values());
    }

    private Kind exactNumber() {
        return pick(Kind.INT, Kind.BIGINT, Kind.NUMERIC);
    }

    private Kind orderedKind() {
        return pick(
                Kind.INT,
                Kind.BIGINT,
                Kind.NUMERIC,
                Kind.FLOAT,
                Kind.TEXT,
                Kind.DATE,
                Kind.TIMESTAMP);
    }

    private String direction() {
        return pick("", " desc", " nulls first", " desc nulls last");
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
