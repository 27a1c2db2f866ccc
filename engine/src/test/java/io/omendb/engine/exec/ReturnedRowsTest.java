package io.omendb.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnedRowsTest {
    private static final long BYTES_MAX = 64 << 10;

    private final ReturnedRows rows =
            new ReturnedRows(List.of(new OutputColumn("a", SqlType.INT8, 0, 0)));
    private final Batch batch = Batch.of(List.of(SqlType.INT8), Batch.CAPACITY);
    private long nextValue;

    private void append(int count) {
        batch.clear();
        for (int row = 0; row < count; row++) {
            batch.columns[0].setLong(row, nextValue++);
        }
        batch.count = count;
        rows.append(batch);
    }

    @Test
    void shouldGiveRowsInOrderWhenBatchesAreNotFull() {
        rows.open(BYTES_MAX);
        append(1000);
        append(1000);
        append(1);
        assertEquals(2001, rows.count());
        long expected = 0;
        for (int count = rows.next(); count > 0; count = rows.next()) {
            for (int row = 0; row < count; row++) {
                assertEquals(expected++, rows.batch().columns[0].longs[row]);
            }
        }
        assertEquals(2001, expected);
    }

    @Test
    void shouldFailAtItsLimitAndServeTheNextExecution() {
        rows.open(BYTES_MAX);
        SqlException failure =
                assertThrows(
                        SqlException.class,
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                append(Batch.CAPACITY);
                            }
                        });
        assertEquals(SqlState.OUT_OF_MEMORY, failure.state());
        rows.close();
        rows.open(BYTES_MAX);
        append(3);
        assertEquals(3, rows.next());
        assertEquals(0, rows.next());
    }
}
