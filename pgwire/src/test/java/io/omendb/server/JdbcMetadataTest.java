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
    @TempDir
    private static Path directory;

    private static RunningServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(directory);
        connection = server.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table orders (customer int, number int, note varchar(40) default 'none',"
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
        assertTrue(lines(metadata().getTables(null, "pg_catalog", "pg_cl%", null), "TABLE_NAME")
                .contains("pg_class"));
    }

    @Test
    void shouldDescribeColumns() throws SQLException {
        assertEquals(
                List.of(
                        "customer " + Types.INTEGER + " int4 10 0 NO 1",
                        "number " + Types.INTEGER + " int4 10 0 NO 2",
                        "note " + Types.VARCHAR + " varchar 40 0 YES 3",
                        "price " + Types.NUMERIC + " numeric 10 2 NO 4",
                        "placed " + Types.TIMESTAMP + " timestamptz 35 6 YES 5"),
                lines(
                        metadata().getColumns(null, "public", "orders", "%"),
                        "COLUMN_NAME",
                        "DATA_TYPE",
                        "TYPE_NAME",
                        "COLUMN_SIZE",
                        "DECIMAL_DIGITS",
                        "IS_NULLABLE",
                        "ORDINAL_POSITION"));
        assertEquals(
                List.of("YES serial nextval('counters_id_seq'::regclass)"),
                lines(
                        metadata().getColumns(null, "public", "counters", "id"),
                        "IS_AUTOINCREMENT",
                        "TYPE_NAME",
                        "COLUMN_DEF"));
    }

    @Test
    void shouldNamePrimaryKeysAndIndexes() throws SQLException {
        assertEquals(
                List.of("customer 1 orders_pkey", "number 2 orders_pkey"),
                lines(metadata().getPrimaryKeys(null, null, "orders"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"));
        assertEquals(
                List.of("orders_pkey f 1 customer A", "orders_pkey f 2 number A"),
                lines(
                        metadata().getIndexInfo(null, null, "orders", true, false),
                        "INDEX_NAME",
                        "NON_UNIQUE",
                        "ORDINAL_POSITION",
                        "COLUMN_NAME",
                        "ASC_OR_DESC"));
        assertEquals(
                List.of("customer", "number"),
                lines(
                        metadata().getBestRowIdentifier(null, null, "orders", DatabaseMetaData.bestRowSession, false),
                        "COLUMN_NAME"));
        assertEquals(List.of(), lines(metadata().getImportedKeys(null, null, "orders"), "FK_NAME"));
    }

    @Test
    void shouldListTypesSchemasAndCatalogs() throws SQLException {
        List<String> types = lines(metadata().getTypeInfo(), "TYPE_NAME");
        assertTrue(types.containsAll(List.of("int2", "int4", "int8", "float8", "text", "timestamptz")), types::toString);
        assertTrue(lines(metadata().getSchemas(), "TABLE_SCHEM").contains("public"));
        assertEquals(List.of("postgres"), lines(metadata().getCatalogs(), "TABLE_CAT"));
        assertTrue(lines(metadata().getTableTypes(), "TABLE_TYPE").contains("TABLE"));
    }

    @Test
    void shouldAnswerTheOtherLists() throws SQLException {
        lines(metadata().getFunctions(null, null, "%"), "FUNCTION_NAME");
        lines(metadata().getProcedures(null, null, "%"), "PROCEDURE_NAME");
        lines(metadata().getTablePrivileges(null, null, "orders"), "GRANTEE");
        lines(metadata().getExportedKeys(null, null, "orders"), "FK_NAME");
        lines(metadata().getUDTs(null, null, "%", null), "TYPE_NAME");
        lines(metadata().getClientInfoProperties(), "NAME");
        assertTrue(metadata().getMaxColumnNameLength() > 0);
        assertEquals("PostgreSQL", metadata().getDatabaseProductName());
    }

    @Test
    void shouldDescribeResultsAndParametersBeforeExecution() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select customer, note as remark, price * 2 as twice from orders where number = ? and note like ?")) {
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

    @Test
    void shouldUpdateThroughResultSet() throws SQLException {
        try (Statement fill = connection.createStatement()) {
            fill.execute("insert into orders values (1, 1, 'a', 10, null)");
        }
        try (Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet rows = statement.executeQuery("select customer, number, note from orders")) {
            assertTrue(rows.next());
            rows.updateString("note", "changed");
            rows.updateRow();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select note from orders where customer = 1")) {
            assertEquals(List.of("changed"), lines(rows, "note"));
        }
    }
}
