package io.omendb.engine.catalog;

import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;

import java.util.List;

/** One change of the catalog, as the log keeps it ({@link CatalogChangeCodec}). */
public sealed interface CatalogChange {

    /** A new table with the sequences that its columns own. */
    record CreateTable(TableDefinition table, List<SequenceDefinition> sequences)
            implements CatalogChange {
        public CreateTable {
            sequences = List.copyOf(sequences);
        }
    }

    /** The end of a table, its indexes and the sequences that its columns own. */
    record DropTable(int tableOid) implements CatalogChange {}

    /** A primary key for a table that has none; its columns become NOT NULL. */
    record AddPrimaryKey(int tableOid, IndexDefinition index) implements CatalogChange {}

    /** All rows of a table go; its definition gets a new version. */
    record Truncate(int tableOid, boolean restartSequences) implements CatalogChange {}
}
