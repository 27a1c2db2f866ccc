package io.omendb.sql.types;

import java.util.EnumMap;
import java.util.Map;

/** The one codec object of each kind. */
final class TypeCodecs {
    private static final Map<TypeKind, TypeCodec> CODECS = codecs();

    private TypeCodecs() {}

    private static Map<TypeKind, TypeCodec> codecs() {
        Map<TypeKind, TypeCodec> map = new EnumMap<>(TypeKind.class);
        for (TypeKind kind : TypeKind.values()) {
            map.put(kind, create(kind));
        }
        return map;
    }

    private static TypeCodec create(TypeKind kind) {
        TypeKind element = kind.elementKind();
        if (element != null) {
            return kind.isVector() ? new VectorCodec(element) : new ArrayCodec();
        }
        return switch (kind) {
            case BOOL -> new BooleanCodec();
            case INT2 -> new IntegerCodec(Short.MIN_VALUE, Short.MAX_VALUE, 2);
            case INT4 -> new IntegerCodec(Integer.MIN_VALUE, Integer.MAX_VALUE, 4);
            case INT8 -> new IntegerCodec(Long.MIN_VALUE, Long.MAX_VALUE, 8);
            case REGTYPE -> new RegisteredTypeCodec();
            case OID, XID, REGPROC, REGCLASS, REGNAMESPACE, REGROLE ->
                    new IntegerCodec(0, 0xffff_ffffL, 4);
            case FLOAT4 -> new FloatCodec(true);
            case FLOAT8 -> new FloatCodec(false);
            case NUMERIC -> new NumericCodec();
            case BYTEA -> new ByteaCodec();
            case DATE -> new DateCodec();
            case TIMESTAMP -> new TimestampCodec(false);
            case TIMESTAMPTZ -> new TimestampCodec(true);
            case INTERVAL -> new IntervalCodec();
            default -> new StringCodec();
        };
    }

    static TypeCodec of(TypeKind kind) {
        TypeCodec codec = CODECS.get(kind);
        if (codec == null) {
            throw new AssertionError(kind);
        }
        return codec;
    }
}
