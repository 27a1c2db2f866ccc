package io.omendb.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Keys are in the order of the values that they stand for. */
class KeyCodecProperties {

    @Property
    void shouldKeepOrderWhenKeyIsDouble(@ForAll double left, @ForAll double right) {
        List<SqlType> types = List.of(SqlType.of(TypeKind.FLOAT8));
        Batch batch = Batch.of(types, 2);
        batch.columns[0].setDouble(0, left);
        batch.columns[0].setDouble(1, right);
        KeyCodec codec = KeyCodec.of(types);
        int expected = left == right ? 0 : Double.compare(left, right);
        assertEquals(
                expected, Long.compare(codec.key(batch.columns, 0), codec.key(batch.columns, 1)));
    }

    @Property
    void shouldKeepOrderWhenKeyIsTwoInts(
            @ForAll int a, @ForAll int b, @ForAll int c, @ForAll int d) {
        List<SqlType> types = List.of(SqlType.of(TypeKind.INT4), SqlType.of(TypeKind.INT4));
        checkOrder(types, new long[] {a, b}, new long[] {c, d});
        checkOrder(types, new long[] {a, b}, new long[] {a, d});
    }

    @Property
    void shouldKeepOrderWhenKeyIsShorterThanEightBytes(
            @ForAll short a,
            @ForAll int b,
            @ForAll short c,
            @ForAll int d,
            @ForAll boolean e,
            @ForAll boolean f) {
        List<SqlType> types =
                List.of(
                        SqlType.of(TypeKind.INT2),
                        SqlType.of(TypeKind.BOOL),
                        SqlType.of(TypeKind.DATE));
        checkOrder(types, new long[] {a, e ? 1 : 0, b}, new long[] {c, f ? 1 : 0, d});
        checkOrder(types, new long[] {a, e ? 1 : 0, b}, new long[] {a, f ? 1 : 0, d});
    }

    @Property
    void shouldBoundKeysWhenPrefixIsGiven(@ForAll int prefix, @ForAll int rest) {
        List<SqlType> types = List.of(SqlType.of(TypeKind.INT4), SqlType.of(TypeKind.INT4));
        Batch batch = Batch.of(types, 1);
        batch.columns[0].setLong(0, prefix);
        batch.columns[1].setLong(0, rest);
        KeyCodec codec = KeyCodec.of(types);
        long key = codec.key(batch.columns, 0);
        assertTrue(codec.least(batch.columns, 0, 1) <= key);
        assertTrue(codec.greatest(batch.columns, 0, 1) >= key);
        if (prefix < Integer.MAX_VALUE) {
            batch.columns[0].setLong(0, prefix + 1);
            assertTrue(codec.least(batch.columns, 0, 1) > key);
        }
    }

    @Example
    void shouldRefuseTypesWhenKeyDoesNotFit() {
        assertTrue(KeyCodec.supports(List.of(SqlType.of(TypeKind.TIMESTAMPTZ))));
        assertTrue(
                KeyCodec.supports(List.of(SqlType.of(TypeKind.FLOAT4), SqlType.of(TypeKind.OID))));
        assertFalse(KeyCodec.supports(List.of(SqlType.of(TypeKind.TEXT))));
        assertFalse(
                KeyCodec.supports(List.of(SqlType.of(TypeKind.INT8), SqlType.of(TypeKind.INT2))));
    }

    private static void checkOrder(List<SqlType> types, long[] left, long[] right) {
        Batch batch = Batch.of(types, 2);
        int expected = 0;
        for (int i = left.length - 1; i >= 0; i--) {
            batch.columns[i].setLong(0, left[i]);
            batch.columns[i].setLong(1, right[i]);
            int order = Long.compare(left[i], right[i]);
            expected = order != 0 ? order : expected;
        }
        KeyCodec codec = KeyCodec.of(types);
        assertEquals(
                expected, Long.compare(codec.key(batch.columns, 0), codec.key(batch.columns, 1)));
    }
}
