package io.omendb.sql.bind;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.ParameterInference;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of a statement's parameters: those that the client declared, and those that follow from
 * where the others stand. One object per statement that is bound; not thread-safe.
 */
public final class ParameterTypes implements ParameterInference {
    /** The protocol counts parameters with 16 bits. */
    private static final int COUNT_MAX = 65_535;

    private final List<@Nullable SqlType> types = new ArrayList<>();
    private final Map<Integer, Integer> open = new HashMap<>();
    private final boolean allowed;

    private ParameterTypes(boolean allowed) {
        this.allowed = allowed;
    }

    /**
     * Returns the parameters of a statement that may have none, such as one of the simple protocol.
     */
    public static ParameterTypes none() {
        return new ParameterTypes(false);
    }

    /**
     * Returns the parameters of a prepared statement.
     *
     * @param oids the declared types, 0 where the statement shall tell; there may be more
     *     parameters than that
     * @throws SqlException 42704 for a type that does not exist
     */
    public static ParameterTypes declared(int... oids) {
        ParameterTypes parameters = new ParameterTypes(true);
        for (int oid : oids) {
            SqlType type = oid == 0 ? null : SqlType.byOid(oid);
            if (oid != 0 && type == null) {
                throw SqlException.of(
                        SqlState.UNDEFINED_OBJECT,
                        "type with OID " + Integer.toUnsignedString(oid) + " does not exist");
            }
            // The type unknown (705) leaves it open as well.
            parameters.types.add(type == null || type.isUnknown() ? null : type);
        }
        return parameters;
    }

    /** Returns the type of parameter {@code $number}, unknown while it is open. */
    SqlType use(int number, int position) {
        if (!allowed || number < 1 || number > COUNT_MAX) {
            throw SqlException.of(SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + number)
                    .withPosition(position);
        }
        while (types.size() < number) {
            types.add(null);
        }
        SqlType type = types.get(number - 1);
        return type == null ? SqlType.UNKNOWN : type;
    }

    /**
     * Takes note of a place that gives a parameter no type, such as {@code $1 IS NULL}: another
     * place does not give it one either.
     */
    void leaveOpen(int index, int position) {
        open.putIfAbsent(index, position);
    }

    @Override
    public SqlType infer(int index, SqlType type) {
        SqlType before = types.get(index);
        if (before != null) {
            return before;
        }
        types.set(index, type.withoutModifier());
        return type.withoutModifier();
    }

    /**
     * Returns all types once the statement is bound.
     *
     * @throws SqlException 42P18 when one is still open, 42P08 when it was where it was first used
     */
    public List<SqlType> resolved() {
        List<SqlType> resolved = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            SqlType type = types.get(i);
            if (type == null) {
                throw SqlException.of(
                        SqlState.INDETERMINATE_DATATYPE,
                        "could not determine data type of parameter $" + (i + 1));
            }
            Integer openAt = open.get(i);
            if (openAt != null) {
                throw SqlException.of(
                                SqlState.AMBIGUOUS_PARAMETER,
                                "could not determine data type of parameter $" + (i + 1))
                        .withPosition(openAt);
            }
            resolved.add(type);
        }
        return resolved;
    }
}
