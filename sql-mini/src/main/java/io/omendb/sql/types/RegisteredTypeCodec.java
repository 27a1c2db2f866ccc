package io.omendb.sql.types;

import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;

/**
 * An oid of pg_type, written as the name of the type. Types cannot be created, so the names are
 * those of {@link TypeKind}.
 */
final class RegisteredTypeCodec extends IntegerCodec {
    private static final byte[] NONE = {'-'};

    RegisteredTypeCodec() {
        super(0, 0xffff_ffffL, 4);
    }

    @Override
    public int formatText(Vector in, int row, SqlType type, SessionFormat format, ByteSink out) {
        long oid = in.longs[row];
        TypeKind kind = TypeKind.byOid((int) oid);
        if (oid != 0 && kind == null) {
            return super.formatText(in, row, type, format, out);
        }
        byte[] name = kind == null ? NONE : kind.sqlName().getBytes(StandardCharsets.UTF_8);
        out.put(name, 0, name.length);
        return name.length;
    }
}
