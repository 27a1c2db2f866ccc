package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** COPY through the driver's own interface for it. */
@Timeout(60)
class JdbcCopyTest {
    @TempDir
    private Path directory;

    private RunningServer server;
    private Connection connection;
    private CopyManager copy;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory);
        connection = server.connect();
        copy = connection.unwrap(PGConnection.class).getCopyAPI();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table t (id int primary key, name text, n numeric(10,2))");
        }
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        server.close();
    }

    private long count() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from t")) {
            assertTrue(rows.next());
            return rows.getLong(1);
        }
    }

    @Test
    void shouldGiveBackWhatItTookInTextAndCsv() throws Exception {
        String text = "1\ta\\tb\\nc\\\\\t1.50\n2\t\\N\t\\N\n3\t\t-0.01\n";
        assertEquals(3, copy.copyIn("copy t from stdin", new StringReader(text)));
        StringWriter out = new StringWriter();
        assertEquals(3, copy.copyOut("copy t to stdout", out));
        assertEquals(text, out.toString());

        String csv = "id,name,n\n1,\"a\tb\nc\\\",1.50\n2,,\n3,\"\",-0.01\n";
        StringWriter outCsv = new StringWriter();
        copy.copyOut("copy (select * from t order by id) to stdout (format csv, header)", outCsv);
        try (Statement statement = connection.createStatement()) {
            statement.execute("truncate t");
        }
        assertEquals(3, copy.copyIn("copy t from stdin with (format csv, header)", new StringReader(csv)));
        StringWriter again = new StringWriter();
        copy.copyOut("copy (select * from t order by id) to stdout (format csv, header)", again);
        assertEquals(outCsv.toString(), again.toString());
        out.getBuffer().setLength(0);
        copy.copyOut("copy t to stdout", out);
        assertEquals(text, out.toString());
    }

    @Test
    void shouldTakeRowsSplitAnywhere() throws Exception {
        byte[] data = "1\thüll\t1\n2\tb\t2\n".getBytes(StandardCharsets.UTF_8);
        CopyIn in = copy.copyIn("copy t from stdin");
        for (int i = 0; i < data.length; i++) {
            in.writeToCopy(data, i, 1);
        }
        assertEquals(2, in.endCopy());
        assertEquals(2, count());
    }

    @Test
    void shouldLeaveNothingOfCopyThatFailsOrIsGivenUp() throws Exception {
        SQLException bad = assertThrows(
                SQLException.class, () -> copy.copyIn("copy t from stdin", new StringReader("1\ta\t1\nx\tb\t2\n")));
        assertEquals("22P02", bad.getSQLState());
        SQLException twice = assertThrows(
                SQLException.class, () -> copy.copyIn("copy t from stdin", new StringReader("1\ta\t1\n1\tb\t2\n")));
        assertEquals("23505", twice.getSQLState());
        CopyIn in = copy.copyIn("copy t from stdin");
        byte[] row = "1\ta\t1\n".getBytes(StandardCharsets.UTF_8);
        in.writeToCopy(row, 0, row.length);
        in.cancelCopy();
        assertEquals(0, count());
    }

    @Test
    void shouldBeRolledBackWithItsTransaction() throws Exception {
        connection.setAutoCommit(false);
        copy.copyIn("copy t from stdin", new StringReader("1\ta\t1\n"));
        assertEquals(1, count());
        connection.rollback();
        assertEquals(0, count());
    }

    @Test
    void shouldCopyManyRowsBothWays() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            rows.append(i).append("\tname ").append(i).append('\t').append(i).append(".25\n");
        }
        assertEquals(50_000, copy.copyIn("copy t from stdin", new StringReader(rows.toString())));
        StringWriter out = new StringWriter();
        assertEquals(50_000, copy.copyOut("copy (select * from t order by id) to stdout", out));
        assertEquals(rows.toString(), out.toString());
    }
}
