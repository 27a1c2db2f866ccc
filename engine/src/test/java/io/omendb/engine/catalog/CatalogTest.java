package io.omendb.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.sql.bind.BoundStatement.ColumnSpecification;
import io.omendb.sql.bind.BoundStatement.CreateTable;
import io.omendb.sql.bind.BoundStatement.KeySpecification;
import io.omendb.sql.bind.BoundStatement.SequenceSpecification;
import io.omendb.sql.catalog.ColumnDefinition.Identity;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final TableStatistics STATISTICS = new FixedStatistics(tableOid -> 7);

    private static CreateTable statement() {
        return new CreateTable(
                "public",
                "t",
                false,
                List.of(
                        new ColumnSpecification(
                                "id",
                                SqlType.INT4,
                                true,
                                null,
                                Identity.NONE,
                                new SequenceSpecification(
                                        SqlType.INT4, 1, 1, 1, Integer.MAX_VALUE, false)),
                        new ColumnSpecification(
                                "name", SqlType.varchar(10), false, "'x'", Identity.NONE, null),
                        new ColumnSpecification(
                                "price", SqlType.numeric(12, 2), false, null, Identity.NONE, null)),
                new KeySpecification(null, true, List.of(0)));
    }

    private static Catalog withTable() {
        Catalog empty = Catalog.empty(STATISTICS);
        return empty.apply(TableCreation.createTable(statement(), empty));
    }

    @Test
    void shouldNameAndNumberWhatATableIsMadeOf() {
        Catalog catalog = withTable();
        TableDefinition table = catalog.table(null, "t");
        assertNotNull(table);
        assertEquals("t_pkey", table.indexes().getFirst().name());
        assertEquals("t_id_seq", catalog.ownedSequences(table).getFirst().name());
        assertEquals(16_384, catalog.ownedSequences(table).getFirst().oid());
        assertEquals(16_385, table.oid());
        assertEquals(16_386, table.indexes().getFirst().oid());
        assertEquals(16_387, catalog.nextOid());
        assertTrue(table.columns().getFirst().notNull());
    }

    @Test
    void shouldForgetATableWithItsIndexesAndSequences() {
        Catalog catalog = withTable();
        Catalog dropped = catalog.apply(new CatalogChange.DropTable(16_385));
        assertNull(dropped.table("public", "t"));
        assertNull(dropped.sequence(null, "t_id_seq"));
        assertEquals(catalog.version() + 1, dropped.version());
        assertNotNull(catalog.table("public", "t"), "an older version stays as it was");
        assertEquals(16_387, dropped.nextOid(), "identifiers are not given again");
    }

    @Test
    void shouldReadBackEveryChangeItWrites() {
        Catalog catalog = withTable();
        List<CatalogChange> changes =
                List.of(
                        TableCreation.createTable(statement(), Catalog.empty(STATISTICS)),
                        new CatalogChange.DropTable(17),
                        TableCreation.addPrimaryKey(
                                catalog.userTables().get(16_385),
                                new KeySpecification("k", true, List.of(1, 0)),
                                catalog),
                        new CatalogChange.Truncate(18, true));
        for (CatalogChange change : changes) {
            byte[] bytes = CatalogChangeCodec.encode(change);
            assertEquals(change, CatalogChangeCodec.decode(bytes));
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThrows(IllegalArgumentException.class, () -> CatalogChangeCodec.decode(cut));
            }
        }
    }

    @Test
    void shouldKeepTheBytesOfAChange() {
        byte[] bytes =
                CatalogChangeCodec.encode(
                        new CatalogChange.AddPrimaryKey(
                                16_385,
                                new io.omendb.sql.catalog.IndexDefinition(
                                        16_390, "k", true, true, new int[] {1, 0})));
        assertArrayEquals(
                HexFormat.of()
                        .parseHex(
                                "0103"
                                        + "00004001"
                                        + "00004006"
                                        + "00000001"
                                        + "6b"
                                        + "0101"
                                        + "00000002"
                                        + "00000001"
                                        + "00000000"),
                bytes);
    }

    @Test
    void shouldComputeEverySystemTable() {
        SystemSnapshot snapshot =
                new SystemSnapshot(
                        withTable(),
                        "postgres",
                        "postgres",
                        List.of(),
                        List.of(),
                        List.of(),
                        SystemSnapshot.Steps.NONE);
        for (SystemTable table : SystemSchema.tables()) {
            SystemRows rows = table.rows(snapshot);
            assertTrue(rows.count() >= 0, table.definition().name());
        }
        assertEquals(
                List.of("t|16385|r|3", "t_pkey|16386|i|1", "t_id_seq|16384|S|3"),
                select(
                        snapshot,
                        "pg_class",
                        List.of("relname", "oid", "relkind", "relnatts"),
                        "relnamespace",
                        2200));
        assertEquals(
                List.of("1|nextval('t_id_seq'::regclass)", "2|'x'"),
                select(snapshot, "pg_attrdef", List.of("adnum", "adbin"), "adrelid", 16_385));
        assertEquals(
                List.of("16385|t|t|1"),
                select(
                        snapshot,
                        "pg_index",
                        List.of("indrelid", "indisunique", "indisprimary", "indkey"),
                        "indexrelid",
                        16_386));
    }

    private static List<String> select(
            SystemSnapshot snapshot, String name, List<String> columns, String where, long value) {
        SystemTable table = SystemSchema.table("pg_catalog", name);
        assertNotNull(table);
        TableDefinition definition = table.definition();
        List<String> found = new ArrayList<>();
        for (Batch chunk : table.rows(snapshot).chunks()) {
            for (int row = 0; row < chunk.count; row++) {
                if (chunk.columns[definition.columnIndex(where)].longs[row] != value) {
                    continue;
                }
                List<String> values = new ArrayList<>();
                for (String column : columns) {
                    int at = definition.columnIndex(column);
                    SqlType type = definition.columns().get(at).type();
                    values.add(text(chunk, at, row, type));
                }
                found.add(String.join("|", values));
            }
        }
        return found;
    }

    private static String text(Batch chunk, int column, int row, SqlType type) {
        return TypeCodec.of(type.kind())
                .text(chunk.columns[column], row, type, SessionFormat.DEFAULT);
    }

    @Test
    void shouldSayHowObjectsWereMade() {
        CatalogText text = new CatalogText(withTable(), "postgres", "postgres");
        assertEquals(
                "CREATE UNIQUE INDEX t_pkey ON public.t USING btree (id)",
                text.indexDefinition(16_386));
        assertEquals("PRIMARY KEY (id)", text.constraintDefinition(16_386));
        assertEquals("public.t_id_seq", text.ownedSequence(16_385, "id"));
        assertEquals(1259, text.relationOid(null, "pg_class"));
        assertEquals("\"Ab\"", CatalogText.quoted("Ab"));
    }
}
