package io.omendb.sql.types;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of an array value, little-endian, the same in vectors, rows and files. Elements lie in
 * row-major order. An array without elements has no dimensions.
 *
 * <pre>
 *   0  i32  identifier of the element type
 *   4  u8   dimensions, 0 to 6
 *   5  u8   1 if some element is null
 *   6  u16  zero
 *   8  per dimension: i32 length, i32 lower bound
 *      if some element is null: a bit per element, set for a null, in whole bytes
 *      elements of fixed width: 1, 2, 4 or 8 bytes each
 *      others: per element i32 where it ends, counted from the first; then the bytes of all
 * </pre>
 */
final class ArrayLayout {
    static final int DIMENSIONS_MAX = 6;

    /** More elements than fit into PostgreSQL's largest allocation are refused as it does. */
    static final int ELEMENTS_MAX = 0x3fffffff / 8;

    static final int ELEMENT_OID = 0;
    static final int DIMENSIONS = ELEMENT_OID + 4;
    static final int HAS_NULLS = DIMENSIONS + 1;
    static final int SHAPE = HAS_NULLS + 3;
    static final int DIMENSION_BYTES = 8;
    static final int LOWER_BOUND = 4;
    static final int END_BYTES = 4;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ArrayLayout() {}

    static int nullBytes(int count) {
        return count + 7 >> 3;
    }

    /** Bytes of an element in its place: its value, or where it ends. */
    static int slotBytes(TypeKind element) {
        return element.lane() == Lane.BYTES ? END_BYTES : element.storageBytes();
    }

    static short readShort(byte[] bytes, int offset) {
        return (short) SHORT.get(bytes, offset);
    }

    static int readInt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    static long readLong(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    static void writeShort(byte[] bytes, int offset, short value) {
        SHORT.set(bytes, offset, value);
    }

    static void writeInt(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    static void writeLong(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }
}
