package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.ANY;
import static io.omendb.sql.types.TypeKind.BOOL;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INT8;
import static io.omendb.sql.types.TypeKind.NAME;
import static io.omendb.sql.types.TypeKind.NAME_ARRAY;
import static io.omendb.sql.types.TypeKind.REGCLASS;
import static io.omendb.sql.types.TypeKind.REGTYPE;
import static io.omendb.sql.types.TypeKind.TEXT;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ArrayBuilder;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Functions that ask or change the session: names, settings, sequences, transactions. */
final class SessionFunctions {
    private SessionFunctions() {}

    static void register(FunctionRegistrar r) {
        for (String name : new String[] {"current_user", "current_role", "user"}) {
            text(r, name, NAME, EvaluationContext::currentUser);
        }
        text(r, "session_user", NAME, EvaluationContext::sessionUser);
        text(r, "current_database", NAME, EvaluationContext::database);
        text(r, "current_catalog", NAME, EvaluationContext::database);
        text(r, "current_schema", NAME, EvaluationContext::currentSchema);
        text(r, "version", TEXT, EvaluationContext::serverVersion);
        r.function(
                "current_schemas",
                NAME_ARRAY,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> {
                    ArrayBuilder names = new ArrayBuilder(NAME);
                    for (String name : in.context.currentSchemas(in.longAt(0, row) != 0)) {
                        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
                        names.addText(bytes, 0, bytes.length);
                    }
                    names.setList(out, row);
                }),
                BOOL);
        number(r, "pg_backend_pid", INT4, EvaluationContext::backendPid);
        number(r, "pg_is_in_recovery", BOOL, context -> 0);
        settings(r);
        sequences(r);
        r.function(
                "pg_typeof",
                REGTYPE,
                Volatility.STABLE,
                false,
                (types, result) -> {
                    long oid = types.get(0).kind().oid();
                    return RowKernel.of((in, row, out) -> out.longs[row] = oid)
                            .create(types, result);
                },
                ANY);
    }

    private static void text(
            FunctionRegistrar r,
            String name,
            TypeKind result,
            Function<EvaluationContext, @Nullable String> value) {
        r.function(
                name,
                result,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> putNullable(out, row, value.apply(in.context))));
    }

    private static void number(
            FunctionRegistrar r,
            String name,
            TypeKind result,
            ToLongFunction<EvaluationContext> value) {
        r.function(
                name,
                result,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> out.longs[row] = value.applyAsLong(in.context)));
    }

    static void putNullable(Vector out, int row, @Nullable String value) {
        if (value == null) {
            out.setNull(row);
        } else {
            TextFunctions.put(out, row, value);
        }
    }

    private static void settings(FunctionRegistrar r) {
        r.function(
                "current_setting",
                TEXT,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> currentSetting(in, row, out, false)),
                TEXT);
        r.function(
                "current_setting",
                TEXT,
                Volatility.STABLE,
                true,
                RowKernel.of(
                        (in, row, out) -> currentSetting(in, row, out, in.longAt(1, row) != 0)),
                TEXT,
                BOOL);
        r.function(
                "set_config",
                TEXT,
                Volatility.VOLATILE,
                false,
                RowKernel.of((in, row, out) -> {
                    if (in.isNull(0, row)) {
                        throw SqlException.of(
                                SqlState.NULL_VALUE_NOT_ALLOWED, "SET requires parameter name");
                    }
                    String value = in.isNull(1, row) ? "" : in.textAt(1, row);
                    boolean local = !in.isNull(2, row) && in.longAt(2, row) != 0;
                    TextFunctions.put(
                            out, row, in.context.setSetting(in.textAt(0, row), value, local));
                }),
                TEXT,
                TEXT,
                BOOL);
    }

    private static void currentSetting(KernelInput in, int row, Vector out, boolean missingIsNull) {
        String name = in.textAt(0, row);
        String value = in.context.setting(name);
        if (value == null && !missingIsNull) {
            throw SqlException.of(
                    SqlState.UNDEFINED_OBJECT,
                    "unrecognized configuration parameter \"" + name + "\"");
        }
        putNullable(out, row, value);
    }

    private static void sequences(FunctionRegistrar r) {
        r.function(
                "nextval",
                INT8,
                Volatility.VOLATILE,
                true,
                RowKernel.of((in, row, out) ->
                        out.longs[row] = in.context.nextSequenceValue(in.intAt(0, row))),
                REGCLASS);
        r.function(
                "currval",
                INT8,
                Volatility.VOLATILE,
                true,
                RowKernel.of((in, row, out) ->
                        out.longs[row] = in.context.currentSequenceValue(in.intAt(0, row))),
                REGCLASS);
        r.function(
                "lastval",
                INT8,
                Volatility.VOLATILE,
                true,
                RowKernel.of((in, row, out) -> out.longs[row] = in.context.lastSequenceValue()));
        r.function(
                "setval",
                INT8,
                Volatility.VOLATILE,
                true,
                RowKernel.of((in, row, out) -> setSequence(in, row, true, out)),
                REGCLASS,
                INT8);
        r.function(
                "setval",
                INT8,
                Volatility.VOLATILE,
                true,
                RowKernel.of((in, row, out) -> setSequence(in, row, in.longAt(2, row) != 0, out)),
                REGCLASS,
                INT8,
                BOOL);
    }

    private static void setSequence(KernelInput in, int row, boolean called, Vector out) {
        in.context.setSequenceValue(in.intAt(0, row), in.longAt(1, row), called);
        out.longs[row] = in.longAt(1, row);
    }
}
