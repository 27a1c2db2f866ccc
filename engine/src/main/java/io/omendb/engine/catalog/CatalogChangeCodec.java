package io.omendb.engine.catalog;

import io.omendb.engine.catalog.CatalogChange.AddPrimaryKey;
import io.omendb.engine.catalog.CatalogChange.CreateTable;
import io.omendb.engine.catalog.CatalogChange.DropTable;
import io.omendb.engine.catalog.CatalogChange.Truncate;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.ColumnDefinition.Identity;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Catalog changes as bytes, big-endian, for the log and for checkpoints:
 *
 * <pre>
 *   change    = version:u8 tag:u8 body
 *   body      = 1 table count:i32 sequence*         create table
 *             | 2 oid:i32                           drop table
 *             | 3 oid:i32 index                     add primary key
 *             | 4 oid:i32 restart:u8                truncate
 *   table     = oid:i32 schema:s name:s version:i64 count:i32 column* count:i32 index*
 *   column    = name:s type notNull:u8 default:s? identity:u8 sequence:i32 (0 none)
 *   index     = oid:i32 name:s unique:u8 primary:u8 count:i32 column:i32*
 *   sequence  = oid:i32 schema:s name:s type start:i64 increment:i64 min:i64 max:i64 cycle:u8
 *   type      = oid:i32 modifier:i32
 *   s         = length:i32 UTF-8 bytes;  s? = length -1 for none
 * </pre>
 *
 * Types are kept by PostgreSQL's identifiers and enumerations by numbers of their own, so that the
 * order of constants in the source means nothing.
 */
public final class CatalogChangeCodec {
    private static final int VERSION = 1;
    private static final int TAG_CREATE_TABLE = 1;
    private static final int TAG_DROP_TABLE = 2;
    private static final int TAG_ADD_PRIMARY_KEY = 3;
    private static final int TAG_TRUNCATE = 4;
    private static final int IDENTITY_NONE = 0;
    private static final int IDENTITY_ALWAYS = 1;
    private static final int IDENTITY_BY_DEFAULT = 2;

    private CatalogChangeCodec() {}

    /** The bytes of a change. */
    public static byte[] encode(CatalogChange change) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            switch (change) {
                case CreateTable create -> {
                    out.writeByte(TAG_CREATE_TABLE);
                    writeTable(out, create.table());
                    out.writeInt(create.sequences().size());
                    for (SequenceDefinition sequence : create.sequences()) {
                        writeSequence(out, sequence);
                    }
                }
                case DropTable drop -> {
                    out.writeByte(TAG_DROP_TABLE);
                    out.writeInt(drop.tableOid());
                }
                case AddPrimaryKey add -> {
                    out.writeByte(TAG_ADD_PRIMARY_KEY);
                    out.writeInt(add.tableOid());
                    writeIndex(out, add.index());
                }
                case Truncate truncate -> {
                    out.writeByte(TAG_TRUNCATE);
                    out.writeInt(truncate.tableOid());
                    out.writeBoolean(truncate.restartSequences());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * The change that the bytes say.
     *
     * @throws IllegalArgumentException when they say none, which the caller reports as damage
     */
    public static CatalogChange decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "catalog change of format " + version + ", not " + VERSION);
            }
            CatalogChange change =
                    switch (in.readUnsignedByte()) {
                        case TAG_CREATE_TABLE -> readCreateTable(in);
                        case TAG_DROP_TABLE -> new DropTable(in.readInt());
                        case TAG_ADD_PRIMARY_KEY -> new AddPrimaryKey(in.readInt(), readIndex(in));
                        case TAG_TRUNCATE -> new Truncate(in.readInt(), in.readBoolean());
                        default ->
                                throw new IllegalArgumentException(
                                        "catalog change of an unknown kind");
                    };
            if (in.available() != 0) {
                throw new IllegalArgumentException("catalog change with bytes left over");
            }
            return change;
        } catch (IOException e) {
            throw new IllegalArgumentException("catalog change that ends too soon", e);
        }
    }

    private static CreateTable readCreateTable(DataInputStream in) throws IOException {
        TableDefinition table = readTable(in);
        int count = readCount(in);
        List<SequenceDefinition> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sequences.add(readSequence(in));
        }
        return new CreateTable(table, sequences);
    }

    private static void writeTable(DataOutputStream out, TableDefinition table) throws IOException {
        out.writeInt(table.oid());
        writeText(out, table.schema());
        writeText(out, table.name());
        out.writeLong(table.version());
        out.writeInt(table.columns().size());
        for (ColumnDefinition column : table.columns()) {
            writeColumn(out, column);
        }
        out.writeInt(table.indexes().size());
        for (IndexDefinition index : table.indexes()) {
            writeIndex(out, index);
        }
    }

    private static TableDefinition readTable(DataInputStream in) throws IOException {
        int oid = in.readInt();
        String schema = readText(in);
        String name = readText(in);
        long version = in.readLong();
        int columnCount = readCount(in);
        List<ColumnDefinition> columns = new ArrayList<>();
        for (int i = 0; i < columnCount; i++) {
            columns.add(readColumn(in));
        }
        int indexCount = readCount(in);
        List<IndexDefinition> indexes = new ArrayList<>();
        for (int i = 0; i < indexCount; i++) {
            indexes.add(readIndex(in));
        }
        return new TableDefinition(
                oid, schema, name, columns, indexes, TableDefinition.Kind.TABLE, version);
    }

    private static void writeColumn(DataOutputStream out, ColumnDefinition column)
            throws IOException {
        writeText(out, column.name());
        writeType(out, column.type());
        out.writeBoolean(column.notNull());
        String text = column.defaultText();
        if (text == null) {
            out.writeInt(-1);
        } else {
            writeText(out, text);
        }
        out.writeByte(
                switch (column.identity()) {
                    case NONE -> IDENTITY_NONE;
                    case ALWAYS -> IDENTITY_ALWAYS;
                    case BY_DEFAULT -> IDENTITY_BY_DEFAULT;
                });
        Integer sequence = column.sequenceOid();
        out.writeInt(sequence == null ? 0 : sequence);
    }

    private static ColumnDefinition readColumn(DataInputStream in) throws IOException {
        String name = readText(in);
        SqlType type = readType(in);
        boolean notNull = in.readBoolean();
        int defaultLength = in.readInt();
        String defaultText = defaultLength < 0 ? null : readText(in, defaultLength);
        Identity identity =
                switch (in.readUnsignedByte()) {
                    case IDENTITY_NONE -> Identity.NONE;
                    case IDENTITY_ALWAYS -> Identity.ALWAYS;
                    case IDENTITY_BY_DEFAULT -> Identity.BY_DEFAULT;
                    default ->
                            throw new IllegalArgumentException(
                                    "column of an unknown identity kind");
                };
        int sequence = in.readInt();
        return new ColumnDefinition(
                name,
                type,
                notNull,
                defaultText,
                identity,
                sequence == 0 ? null : Integer.valueOf(sequence));
    }

    private static void writeIndex(DataOutputStream out, IndexDefinition index) throws IOException {
        out.writeInt(index.oid());
        writeText(out, index.name());
        out.writeBoolean(index.unique());
        out.writeBoolean(index.primary());
        out.writeInt(index.columns().length);
        for (int column : index.columns()) {
            out.writeInt(column);
        }
    }

    private static IndexDefinition readIndex(DataInputStream in) throws IOException {
        int oid = in.readInt();
        String name = readText(in);
        boolean unique = in.readBoolean();
        boolean primary = in.readBoolean();
        int[] columns = new int[readCount(in)];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = in.readInt();
        }
        return new IndexDefinition(oid, name, unique, primary, columns);
    }

    private static void writeSequence(DataOutputStream out, SequenceDefinition sequence)
            throws IOException {
        out.writeInt(sequence.oid());
        writeText(out, sequence.schema());
        writeText(out, sequence.name());
        writeType(out, sequence.type());
        out.writeLong(sequence.start());
        out.writeLong(sequence.increment());
        out.writeLong(sequence.min());
        out.writeLong(sequence.max());
        out.writeBoolean(sequence.cycle());
    }

    private static SequenceDefinition readSequence(DataInputStream in) throws IOException {
        return new SequenceDefinition(
                in.readInt(),
                readText(in),
                readText(in),
                readType(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readBoolean());
    }

    private static void writeType(DataOutputStream out, SqlType type) throws IOException {
        out.writeInt(type.kind().oid());
        out.writeInt(type.modifier());
    }

    private static SqlType readType(DataInputStream in) throws IOException {
        int oid = in.readInt();
        int modifier = in.readInt();
        TypeKind kind = TypeKind.byOid(oid);
        if (kind == null) {
            throw new IllegalArgumentException("type with the unknown identifier " + oid);
        }
        return new SqlType(kind, modifier);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return readText(in, in.readInt());
    }

    private static String readText(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("text of impossible length " + length);
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IllegalArgumentException("list of impossible length " + count);
        }
        return count;
    }
}
