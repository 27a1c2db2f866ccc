package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the driver's metadata calls read from the system tables. */
@Timeout(60)
class JdbcMetadataTest {
    @TempDir private static Path directory;

    private static RunningServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(directory);
        connection = server.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table orders (customer int, number int, note varchar(40) default 'none',"
                            + " price numeric(10,2) not null, placed timestamptz, primary key (customer, number))");
            statement.execute("create table counters (id serial primary key, label char(3))");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    /** One line per row: the named columns with blanks between them. */
    private static List<String> lines(ResultSet rows, String... columns) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (String column : columns) {
                    values.add(rows.getString(column));
                }
                lines.add(String.join(" ", values));
            }
        }
        return lines;
    }

    private static DatabaseMetaData metadata() throws SQLException {
        return connection.getMetaData();
    }

    @Test
    void shouldListTables() throws SQLException {
        assertEquals(
                List.of("public counters TABLE", "public orders TABLE"),
                lines(
                        metadata().getTables(null, null, "%", new String[] {"TABLE"}),
                        "TABLE_SCHEM",
                        "TABLE_NAME",
                        "TABLE_TYPE"));
        assertTrue(
                lines(metadata().getTables(null, "pg_catalog", "pg_cl%", null), "TABLE_NAME")
                        .contains("pg_class"));
    }

    @Test
    void shouldDescribeResultsAndParametersBeforeExecution() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select customer, note as remark, price * 2 as twice from orders"
                                + " where number = ? and note like ?")) {
            ResultSetMetaData columns = select.getMetaData();
            assertEquals(3, columns.getColumnCount());
            assertEquals("int4", columns.getColumnTypeName(1));
            assertEquals("orders", columns.getTableName(1));
            assertEquals(ResultSetMetaData.columnNoNulls, columns.isNullable(1));
            assertEquals("remark", columns.getColumnLabel(2));
            assertEquals(40, columns.getPrecision(2));
            assertEquals(Types.NUMERIC, columns.getColumnType(3));
            assertEquals(2, select.getParameterMetaData().getParameterCount());
            assertEquals(Types.INTEGER, select.getParameterMetaData().getParameterType(1));
            assertEquals(Types.VARCHAR, select.getParameterMetaData().getParameterType(2));
        }
    }
}
