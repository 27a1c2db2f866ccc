package io.omendb.sql.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aggregates over one group, over two that are merged, and over none. Values are PostgreSQL's. */
final class AggregatesTest {
    private static Vector vector(SqlType type, String... values) {
        Vector vector = Vector.of(type, values.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i].equals("null")) {
                vector.setNull(i);
            } else {
                byte[] text = values[i].getBytes(StandardCharsets.UTF_8);
                TypeCodec.of(type.kind())
                        .parseText(text, 0, text.length, type, SessionFormat.DEFAULT, vector, i);
            }
        }
        return vector;
    }

    private static String result(AggregateDefinition definition, AggregateState state) {
        Vector out = Vector.of(definition.returnType(), 1);
        state.finish(0, 1, out);
        return out.nulls[0]
                ? "null"
                : TypeCodec.of(definition.returnType().kind())
                        .text(out, 0, definition.returnType(), SessionFormat.DEFAULT);
    }

    private static AggregateState state(AggregateDefinition definition, Vector... arguments) {
        AggregateState state = definition.newState();
        state.ensureGroups(1);
        int rows = arguments[0].capacity;
        state.update(arguments, new int[rows], RowSet.all(rows));
        return state;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count|int4|false|1 2 null|2",
                "sum|int4|false|2147483647 1|2147483648",
                "sum|int8|false|9223372036854775807 9223372036854775807|18446744073709551614",
                "sum|int8|false|-9223372036854775808 -1|-9223372036854775809",
                "sum|int4|false|null|null",
                "sum|int4|true|1 1 2 null|3",
                "sum|numeric|false|1.10 2.205|3.305",
                "sum|numeric|false|99999999999999999999 0.1|99999999999999999999.1",
                "sum|numeric|false|NaN 1|NaN",
                "sum|float8|false|0.1 0.2|0.30000000000000004",
                "avg|int4|false|1 2|1.5000000000000000",
                "avg|int4|false|1 2 2|1.6666666666666667",
                "avg|int8|false|10 20 31|20.3333333333333333",
                "avg|numeric|false|1.5 2.5 3.5|2.5000000000000000",
                "avg|float8|false|1 2|1.5",
                "min|int4|false|3 null 1 2|1",
                "max|int4|false|3 null 1 2|3",
                "max|text|false|b a c|c",
                "min|numeric|false|1.50 1.5 2|1.50",
                "max|float8|false|1 NaN 2|NaN",
                "max|date|false|2024-01-02 2024-01-01|2024-01-02",
                "bool_and|bool|false|t null t|t",
                "bool_or|bool|false|f f|f",
                "every|bool|false|t f|f",
                "variance|int4|false|1 2 3 4|1.6666666666666667",
                "var_pop|int4|false|1 2 3 4|1.2500000000000000",
                "stddev|int4|false|1 2 3 4|1.2909944487358056",
                "stddev|float8|false|1 2 3 4|1.2909944487358056",
                "variance|int4|false|1|null",
                "var_pop|int4|false|1|0",
                "sum|interval|false|1day 02:00:00 1mon|1 mon 1 day 02:00:00",
                "avg|interval|false|1day 2days|1 day 12:00:00",
                "count|text|true|a b a null|2",
            })
    void shouldAggregateLikePostgres(
            String name, String typeName, boolean distinct, String values, String expected) {
        SqlType type = SqlType.byName(typeName, List.of());
        AggregateDefinition definition =
                FunctionRegistry.standard().resolveAggregate(name, List.of(type), distinct);
        SqlType argument = definition.argumentTypes().get(0);
        String[] all = values.split(" ");
        assertEquals(expected, result(definition, state(definition, vector(argument, all))));
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            (i % 2 == 0 ? left : right).add(all[i]);
        }
        if (right.isEmpty()) {
            return;
        }
        AggregateState merged = state(definition, vector(argument, left.toArray(new String[0])));
        merged.merge(
                state(definition, vector(argument, right.toArray(new String[0]))), new int[1], 1);
        String again = result(definition, merged);
        assertEquals(expected.equals("1.50") ? "1.50" : expected, again, "merged");
    }

    @Test
    void shouldCountRowsWithoutArguments() {
        AggregateDefinition definition =
                FunctionRegistry.standard().resolveAggregate("count", List.of(), false);
        AggregateState state = definition.newState();
        state.ensureGroups(2);
        state.update(new Vector[0], new int[] {0, 1, 1}, RowSet.all(3));
        Vector out = Vector.of(SqlType.INT8, 2);
        state.finish(0, 2, out);
        assertEquals(List.of(1L, 2L), List.of(out.longs[0], out.longs[1]));
    }

    @Test
    void shouldJoinStringsWithTheirSeparators() {
        AggregateDefinition definition =
                FunctionRegistry.standard()
                        .resolveAggregate(
                                "string_agg", List.of(SqlType.TEXT, SqlType.UNKNOWN), false);
        Vector separators = vector(SqlType.TEXT, ",", ",", ";");
        AggregateState state =
                state(definition, vector(SqlType.TEXT, "a", "null", "b"), separators);
        assertEquals("a;b", result(definition, state));
        state.merge(
                state(definition, vector(SqlType.TEXT, "c"), vector(SqlType.TEXT, "-")),
                new int[1],
                1);
        assertEquals("a;b-c", result(definition, state));
    }

    @Test
    void shouldKeepManyGroupsApart() {
        AggregateDefinition definition =
                FunctionRegistry.standard().resolveAggregate("sum", List.of(SqlType.INT4), true);
        AggregateState state = definition.newState();
        int groups = 500;
        state.ensureGroups(groups);
        Vector values = Vector.of(SqlType.INT4, groups * 2);
        int[] groupOf = new int[groups * 2];
        for (int i = 0; i < groups * 2; i++) {
            values.setLong(i, i % groups);
            groupOf[i] = i % groups;
        }
        state.update(new Vector[] {values}, groupOf, RowSet.all(groups * 2));
        Vector out = Vector.of(SqlType.INT8, groups);
        state.finish(0, groups, out);
        long[] expected = new long[groups];
        Arrays.setAll(expected, i -> i);
        assertEquals(Arrays.toString(expected), Arrays.toString(out.longs));
    }

    @Test
    void shouldRefuseAggregatesOfOtherTypes() {
        SqlException e =
                assertThrows(
                        SqlException.class,
                        () ->
                                FunctionRegistry.standard()
                                        .resolveAggregate("sum", List.of(SqlType.TEXT), false));
        assertEquals(SqlState.UNDEFINED_FUNCTION, e.state());
        assertEquals("function sum(text) does not exist", e.message());
    }

    @Test
    void shouldGenerateSeries() {
        SetFunctionDefinition definition =
                FunctionRegistry.standard()
                        .resolveSetFunction(
                                "generate_series",
                                List.of(SqlType.INT4, SqlType.INT4, SqlType.INT4));
        RowGenerator generator = definition.generator().get();
        generator.open(
                new Vector[] {
                    vector(SqlType.INT4, "5"), vector(SqlType.INT4, "1"), vector(SqlType.INT4, "-2")
                },
                new io.omendb.sql.expr.TestSession());
        Vector out = Vector.of(SqlType.INT4, 2);
        assertEquals(2, generator.next(out, 2));
        assertEquals(List.of(5L, 3L), List.of(out.longs[0], out.longs[1]));
        assertEquals(1, generator.next(out, 2));
        assertEquals(1L, out.longs[0]);
        assertEquals(0, generator.next(out, 2));
    }
}
