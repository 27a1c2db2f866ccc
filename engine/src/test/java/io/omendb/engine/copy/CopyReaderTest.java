package io.omendb.engine.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class CopyReaderTest {
    private static final List<SqlType> TYPES = List.of(SqlType.INT8, SqlType.TEXT, SqlType.FLOAT8);
    private static final List<String> NAMES = List.of("id", "name", "value");

    private static CopyReader reader(CopyFormat format) {
        return new CopyReader(format, "t", NAMES, TYPES, SessionFormat.DEFAULT);
    }

    private static List<String> rows(CopyFormat format, String data, int chunk, int capacity) {
        CopyReader reader = reader(format);
        Batch batch = Batch.of(TYPES, capacity);
        List<String> rows = new ArrayList<>();
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        int pos = 0;
        while (pos < bytes.length) {
            int length = Math.min(chunk, bytes.length - pos);
            int taken = reader.read(bytes, pos, length, batch);
            assertTrue(taken == length || batch.count == capacity, "stopped without a full batch");
            pos += taken;
            if (batch.count == capacity) {
                drain(batch, rows);
            }
        }
        reader.finish(batch);
        drain(batch, rows);
        return rows;
    }

    private static void drain(Batch batch, List<String> rows) {
        for (int row = 0; row < batch.count; row++) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < TYPES.size(); c++) {
                text.append(c == 0 ? "" : "|");
                if (batch.columns[c].nulls[row]) {
                    text.append("NULL");
                } else {
                    SqlType type = TYPES.get(c);
                    text.append(
                            TypeCodec.of(type.kind())
                                    .text(batch.columns[c], row, type, SessionFormat.DEFAULT));
                }
            }
            rows.add(text.toString());
        }
        batch.clear();
    }

    private static void assertRows(CopyFormat format, String data, String... expected) {
        int whole = Math.max(1, data.getBytes(StandardCharsets.UTF_8).length);
        for (int chunk = 1; chunk <= whole; chunk++) {
            assertEquals(
                    List.of(expected), rows(format, data, chunk, 1024), "in chunks of " + chunk);
            assertEquals(
                    List.of(expected),
                    rows(format, data, chunk, 1),
                    "row by row in chunks of " + chunk);
        }
    }

    private static SqlException failure(CopyFormat format, String data) {
        return assertThrows(SqlException.class, () -> rows(format, data, 7, 1024));
    }

    @Test
    void shouldReadTextHoweverItIsCut() {
        assertRows(
                CopyFormat.text(),
                "1\ta\\tb\t1.5\n2\t\\N\t\\N\n3\t\\\\N\t-0.25\n4\tä\\\nö\tNaN\n5\t\\x41\\101\\.\t7\n6\t\t0",
                "1|a\tb|1.5",
                "2|NULL|NULL",
                "3|\\N|-0.25",
                "4|ä\nö|NaN",
                "5|AA.|7",
                "6||0");
    }

    @Test
    void shouldEndAtTheMarkerAndTakeCarriageReturnsBeforeNewlines() {
        assertRows(CopyFormat.text(), "1\ta\t1\r\n2\tb\t2\r\n\\.\r\n", "1|a|1", "2|b|2");
        assertRows(CopyFormat.text(), "1\ta\t1\n\\.", "1|a|1");
        assertEquals(
                SqlState.BAD_COPY_FILE_FORMAT,
                failure(CopyFormat.text(), "1\ta\t1\n\\.\n2\tb\t2\n").state());
    }

    @Test
    void shouldReadCsvHoweverItIsCut() {
        assertRows(
                CopyFormat.commaSeparated(),
                "1,\"a,\"\"b\"\"\n c\",1.5\n2,,\n3,\"\",3\r\n4,x\"y\"z,4\n5,\\N,5",
                "1|a,\"b\"\n c|1.5",
                "2|NULL|NULL",
                "3||3",
                "4|xyz|4",
                "5|\\N|5");
    }

    @Test
    void shouldFollowTheOptionsOfCsv() {
        CopyFormat format =
                CopyFormat.commaSeparated()
                        .withDelimiter(';')
                        .withNullText("none")
                        .withQuoting('\'', '\\')
                        .withHeader(CopyFormat.Header.MATCHED);
        assertRows(
                format,
                "id;name;value\n1;'a\\'b;c';none\n2;'none';2\n",
                "1|a'b;c|NULL",
                "2|none|2");
        SqlException error = failure(format, "id;nom;value\n1;a;1\n");
        assertEquals(
                "column name mismatch in header line field 2: got \"nom\", expected \"name\"",
                error.message());
    }

    @Test
    void shouldNameTheLineWhenFieldsAreMissingOrTooMany() {
        SqlException missing = failure(CopyFormat.text(), "1\ta\t1\n2\tb\n");
        assertEquals(SqlState.BAD_COPY_FILE_FORMAT, missing.state());
        assertEquals("missing data for column \"value\"", missing.message());
        assertEquals("COPY t, line 2: \"2\tb\"", missing.context());
        SqlException extra = failure(CopyFormat.commaSeparated(), "1,a,1,x\n");
        assertEquals("extra data after last expected column", extra.message());
        SqlException open = failure(CopyFormat.commaSeparated(), "1,\"a,1\n2,b,2\n");
        assertEquals("unterminated CSV quoted field", open.message());
        SqlException bare = failure(CopyFormat.text(), "1\ta\rb\t1\n");
        assertEquals("literal carriage return found in data", bare.message());
    }

    @Test
    void shouldNameTheColumnWhenAValueIsInvalid() {
        SqlException error = failure(CopyFormat.text(), "1\ta\t1\nx\tb\t2\n");
        assertEquals(SqlState.INVALID_TEXT_REPRESENTATION, error.state());
        assertEquals("invalid input syntax for type bigint: \"x\"", error.message());
        assertEquals("COPY t, line 2, column id: \"x\"", error.context());
    }

    @Test
    void shouldReadWhatTheWriterWrites() {
        long seed = 20261123;
        Random random = new Random(seed);
        String alphabet = "aä\\\t\n\r\b,;'\"N. ";
        Batch batch = Batch.of(TYPES, 200);
        for (int row = 0; row < 200; row++) {
            batch.columns[0].setLong(row, random.nextLong());
            if (random.nextInt(5) == 0) {
                batch.columns[1].setNull(row);
            } else {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(8); i > 0; i--) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                batch.columns[1].setBytes(row, bytes, 0, bytes.length);
            }
            batch.columns[2].setDouble(row, random.nextGaussian());
        }
        batch.count = 200;
        List<String> expected = new ArrayList<>();
        for (CopyFormat format : List.of(CopyFormat.text(), CopyFormat.commaSeparated())) {
            CopyWriter writer = new CopyWriter(format, TYPES, SessionFormat.DEFAULT);
            StringBuilder data = new StringBuilder();
            for (int row = 0; row < 200; row++) {
                writer.writeRow(batch, row);
                data.append(new String(writer.line(), 0, writer.length(), StandardCharsets.UTF_8));
            }
            List<String> read = rows(format, data.toString(), 13, 64);
            if (expected.isEmpty()) {
                Batch copy = batch;
                int count = batch.count;
                drain(copy, expected);
                batch.count = count;
            }
            assertEquals(expected, read, "seed " + seed + ", csv " + format.csv());
        }
    }

    @Test
    void shouldReadAMillionRowsQuickly() {
        StringBuilder data = new StringBuilder();
        int rows = 1_000_000;
        for (int i = 0; i < rows; i++) {
            data.append(1_700_000_000_000L + i)
                    .append("\tsensor")
                    .append(i % 100)
                    .append('\t')
                    .append(i * 0.25);
            data.append('\n');
        }
        byte[] bytes = data.toString().getBytes(StandardCharsets.UTF_8);
        CopyReader reader = reader(CopyFormat.text());
        Batch batch = Batch.of(TYPES, Batch.CAPACITY);
        long sum = 0;
        int count = 0;
        int pos = 0;
        while (pos < bytes.length) {
            pos += reader.read(bytes, pos, Math.min(65_536, bytes.length - pos), batch);
            for (int row = 0; row < batch.count; row++) {
                sum += batch.columns[0].longs[row];
            }
            count += batch.count;
            batch.clear();
        }
        assertEquals(rows, count);
        assertEquals(1_700_000_000_000L * rows + (long) rows * (rows - 1) / 2, sum);
    }
}
