package io.omendb.engine.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class RowCodecProperties {
    private static final List<SqlType> KINDS =
            List.of(
                    SqlType.BOOL,
                    SqlType.INT2,
                    SqlType.INT4,
                    SqlType.INT8,
                    SqlType.FLOAT4,
                    SqlType.FLOAT8,
                    SqlType.TEXT,
                    SqlType.BYTEA,
                    SqlType.OID,
                    SqlType.DATE,
                    SqlType.TIMESTAMP,
                    SqlType.NUMERIC,
                    SqlType.of(TypeKind.REGCLASS));

    @Property(tries = 300)
    void shouldReadBackEveryRowAndEveryChoiceOfColumns(
            @ForAll @IntRange(min = 1, max = 40) int columns, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SqlType> types = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            types.add(KINDS.get(random.nextInt(KINDS.size())));
        }
        Batch batch = Batch.of(types, 3);
        fill(batch, types, random);
        RowCodec codec = RowCodec.of(types);
        int[] some =
                random.ints(0, columns).distinct().limit(1 + random.nextInt(columns)).toArray();
        BlockAllocator memory = BlockAllocator.exclusive(16 << 20);
        try {
            check(codec, null, batch, memory);
            check(codec, some, batch, memory);
        } finally {
            memory.close();
        }
    }

    private static void check(
            RowCodec codec, int @Nullable [] columns, Batch batch, BlockAllocator memory) {
        for (int row = 0; row < 3; row++) {
            int bytes = (int) codec.encodedBytes(columns, batch, row);
            EncodedRow block =
                    new EncodedRow(memory.allocate(bytes + 2L * codec.columnCount() + 1), columns);
            long start = block.rowStart();
            assertEquals(start + bytes, codec.encode(columns, batch, row, start));
            Batch read = new Batch(batch.columns.clone(), 3, false);
            for (int i = 0; i < read.columns.length; i++) {
                read.columns[i] = new Vector(batch.columns[i].lane, 3);
            }
            assertEquals(start + bytes, block.decode(codec, start + bytes, read, 2));
            int count = columns == null ? codec.columnCount() : columns.length;
            for (int i = 0; i < count; i++) {
                int column = columns == null ? i : columns[i];
                assertEquals(
                        SteppedWal.value(batch, column, row),
                        SteppedWal.value(read, column, 2),
                        "column " + column);
            }
            if (bytes > 1) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> block.decode(codec, start + bytes - 1, read, 1));
            }
        }
    }

    /** A row in memory, after the numbers of its columns if not all are there. */
    private record EncodedRow(long offset, int @Nullable [] columns) {
        long rowStart() {
            if (columns == null) {
                return offset;
            }
            for (int i = 0; i < columns.length; i++) {
                ProcessMemory.putShort(offset + 2L * i, (short) columns[i]);
            }
            return offset + 2L * columns.length;
        }

        long decode(RowCodec codec, long end, Batch batch, int row) {
            return columns == null
                    ? codec.decode(offset, end, batch, row)
                    : codec.decode(
                            offset, columns.length, offset + 2L * columns.length, end, batch, row);
        }
    }

    private static void fill(Batch batch, List<SqlType> types, SplittableRandom random) {
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < types.size(); i++) {
                Vector vector = batch.columns[i];
                TypeKind kind = types.get(i).kind();
                if (random.nextInt(4) == 0) {
                    vector.setNull(row);
                } else if (vector.lane == Lane.BYTES) {
                    byte[] bytes = new byte[random.nextInt(50)];
                    random.nextBytes(bytes);
                    vector.setBytes(row, bytes, 0, bytes.length);
                } else if (vector.lane == Lane.DOUBLE) {
                    double value =
                            random.nextInt(5) == 0 ? Double.NaN : random.nextDouble(-1e9, 1e9);
                    vector.setDouble(row, kind == TypeKind.FLOAT4 ? (float) value : value);
                } else {
                    vector.setLong(row, integer(kind, random));
                }
            }
        }
    }

    private static long integer(TypeKind kind, SplittableRandom random) {
        long value = random.nextLong();
        return switch (kind) {
            case BOOL -> value & 1;
            case INT2 -> (short) value;
            case INT4, DATE -> (int) value;
            case OID, REGCLASS -> value & 0xFFFF_FFFFL;
            default -> value;
        };
    }
}
