package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the polymorphic parameters of a function stand for in one call. Those of the family
 * anyelement all have one type; those of the family anycompatible have the common type of what is
 * given. See "Polymorphic Types" in PostgreSQL's manual.
 */
final class Polymorphism {
    private final FunctionDefinition definition;
    private @Nullable TypeKind element;
    private @Nullable TypeKind array;
    private @Nullable TypeKind compatible;
    private @Nullable String conflict;

    private Polymorphism(FunctionDefinition definition) {
        this.definition = definition;
    }

    static Polymorphism of(CastTable casts, FunctionDefinition definition, List<SqlType> types) {
        Polymorphism solution = new Polymorphism(definition);
        for (int i = 0; i < types.size(); i++) {
            TypeKind given = types.get(i).kind();
            if (given != TypeKind.UNKNOWN) {
                solution.take(casts, definition.argumentKind(i), given);
            }
        }
        solution.complete();
        return solution;
    }

    private void take(CastTable casts, TypeKind wanted, TypeKind given) {
        switch (wanted) {
            case ANYELEMENT, ANYNONARRAY -> element = alike(element, given, "anyelement");
            case ANYARRAY -> array = alike(array, given, "anyarray");
            case ANYCOMPATIBLE -> compatible = common(casts, compatible, given);
            case ANYCOMPATIBLEARRAY -> {
                TypeKind of = given.elementKind();
                if (of != null) {
                    compatible = common(casts, compatible, of);
                }
            }
            default -> {}
        }
    }

    private TypeKind alike(@Nullable TypeKind known, TypeKind given, String family) {
        if (known != null && known != given) {
            conflict = "arguments declared \"" + family + "\" are not all alike";
        }
        return given;
    }

    private TypeKind common(CastTable casts, @Nullable TypeKind known, TypeKind given) {
        if (known == null || known == given) {
            return given;
        }
        boolean widens = casts.canCoerce(known, given, CastContext.IMPLICIT);
        boolean fits = casts.canCoerce(given, known, CastContext.IMPLICIT);
        if (known.category() != given.category() || !widens && !fits) {
            conflict = "arguments of anycompatible family cannot be cast to a common type";
        }
        return widens && !fits && !known.preferred() ? given : known;
    }

    private void complete() {
        if (array != null) {
            TypeKind of = array.elementKind();
            if (element != null && of != element) {
                conflict =
                        "argument declared anyarray is not consistent with argument declared"
                                + " anyelement";
            }
            element = of;
        } else if (element != null) {
            array = element.arrayKind();
        }
        boolean needsArrays = false;
        for (TypeKind kind : definition.argumentKinds()) {
            needsArrays |= kind == TypeKind.ANYCOMPATIBLEARRAY;
        }
        if (needsArrays && compatible != null && compatible.arrayKind() == null) {
            conflict = "could not find array type for data type " + compatible.sqlName();
        }
    }

    boolean isConsistent() {
        return conflict == null;
    }

    /**
     * @throws SqlException 42804 where the arguments do not agree, or nothing says what they are
     */
    ResolvedFunction resolved(List<SqlType> types) {
        if (conflict != null) {
            throw SqlException.of(SqlState.DATATYPE_MISMATCH, conflict);
        }
        List<SqlType> arguments = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            arguments.add(SqlType.of(argument(definition.argumentKind(i), types.get(i))));
        }
        return new ResolvedFunction(
                definition, arguments, SqlType.of(actual(definition.returnKind())));
    }

    /** "any" takes a literal as it is; other parameters stand for a real type. */
    private TypeKind argument(TypeKind wanted, SqlType given) {
        return wanted == TypeKind.ANY ? given.kind() : actual(wanted);
    }

    private TypeKind actual(TypeKind kind) {
        return switch (kind) {
            case ANYELEMENT, ANYNONARRAY -> element == null ? TypeKind.TEXT : element;
            case ANYARRAY -> known(array);
            case ANYCOMPATIBLE -> compatible == null ? TypeKind.TEXT : compatible;
            case ANYCOMPATIBLEARRAY ->
                    known(compatible == null ? TypeKind.TEXT_ARRAY : compatible.arrayKind());
            default -> kind;
        };
    }

    private static TypeKind known(@Nullable TypeKind kind) {
        if (kind == null) {
            throw SqlException.of(
                    SqlState.DATATYPE_MISMATCH,
                    "could not determine polymorphic type because input has type unknown");
        }
        return kind;
    }
}
