package io.omendb.sql.bind;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.Cast;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.expr.BoundExpression.InList;
import io.omendb.sql.expr.BoundExpression.ParameterReference;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.types.SqlType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether constants of a statement can be parameters in its place: whether the statement,
 * bound once as it is and once with parameters, is the same but for them, and they stand where
 * nothing depends on a value before the statement runs. That is: beside a column in an operator, in
 * a list of IN, or alone as a value of a row, converted or not; not where constants are folded with
 * each other, nor in LIMIT, ORDER BY or GROUP BY.
 */
public final class LiftedConstants {
    private final Constant[] values;
    private final @Nullable SqlType[] wanted;

    /**
     * @param count of parameters
     */
    public LiftedConstants(int count) {
        values = new Constant[count];
        wanted = new SqlType[count];
    }

    /** Where a part of the statement stands. */
    private enum Place {
        NONE,
        /** Beside a column: a conversion would be made for each row. */
        OPERAND,
        /** A value by itself, converted to another type or not. */
        VALUE
    }

    /** What a comparison comes to. */
    public enum Outcome {
        SAME,
        /** A parameter should have another type, see {@link #wantedType}. */
        OTHER_TYPE,
        DIFFERENT
    }

    /** Compares a statement as it was written with the one that has parameters. */
    public Outcome compare(BoundStatement written, BoundStatement lifted) {
        Arrays.fill(wanted, null);
        if (!isSame(written, lifted, Place.NONE)) {
            return Arrays.stream(wanted).anyMatch(type -> type != null)
                    ? Outcome.OTHER_TYPE
                    : Outcome.DIFFERENT;
        }
        return Outcome.SAME;
    }

    /** The constant in whose place a parameter stands; null if it stands nowhere. */
    public @Nullable Constant constant(int parameter) {
        return values[parameter];
    }

    /** The type of the constant where a parameter was converted to it, or null. */
    public @Nullable SqlType wantedType(int parameter) {
        return wanted[parameter];
    }

    private boolean isSame(@Nullable Object written, @Nullable Object lifted, Place place) {
        if (written == lifted) {
            return true;
        }
        if (written == null || lifted == null) {
            return false;
        }
        if (written instanceof Constant constant) {
            return isConstant(constant, lifted, place);
        }
        if (written instanceof List<?> list) {
            return lifted instanceof List<?> other && isSameList(list, other, place);
        }
        if (written.getClass() != lifted.getClass()) {
            return false;
        }
        if (written instanceof int[] places) {
            return Arrays.equals(places, (int[]) lifted);
        }
        if (written instanceof Record record) {
            return written.equals(lifted) || isSameRecord(record, lifted, placeIn(written, place));
        }
        return written.equals(lifted);
    }

    private boolean isConstant(Constant constant, Object lifted, Place place) {
        if (lifted instanceof ParameterReference parameter) {
            Constant before = values[parameter.index()];
            values[parameter.index()] = constant;
            return place != Place.NONE
                    && parameter.type().equals(constant.type())
                    && (before == null || before.equals(constant));
        }
        if (lifted instanceof Cast cast
                && cast.argument() instanceof ParameterReference parameter) {
            wanted[parameter.index()] = constant.type();
            return false;
        }
        return constant.equals(lifted);
    }

    /** How a parameter may stand in a part of the statement, given how that part stands itself. */
    private static Place placeIn(Object part, Place around) {
        return switch (part) {
            case Call call ->
                    call.arguments().stream().anyMatch(LiftedConstants::hasColumn)
                            ? Place.OPERAND
                            : Place.NONE;
            case InList in -> hasColumn(in.argument()) ? Place.OPERAND : Place.NONE;
            case Cast cast when cast.argument() instanceof Constant && around == Place.VALUE ->
                    Place.VALUE;
            case BoundExpression expression -> Place.NONE;
            case Plan.Values values -> Place.VALUE;
            case Plan.Project project -> Place.VALUE;
            case BoundStatement.Assignment assignment -> Place.VALUE;
            case Plan plan -> Place.NONE;
            case BoundStatement statement -> Place.NONE;
            default -> around;
        };
    }

    private static boolean hasColumn(BoundExpression expression) {
        return expression instanceof ColumnReference
                || switch (expression) {
                    case Call call ->
                            call.arguments().stream().anyMatch(LiftedConstants::hasColumn);
                    case Cast cast -> hasColumn(cast.argument());
                    default -> false;
                };
    }

    private boolean isSameList(List<?> written, List<?> lifted, Place place) {
        if (written.size() != lifted.size()) {
            return false;
        }
        boolean same = true;
        for (int i = 0; i < written.size(); i++) {
            same &= isSame(written.get(i), lifted.get(i), place);
        }
        return same;
    }

    private boolean isSameRecord(Record written, Object lifted, Place place) {
        boolean same = true;
        for (RecordComponent component : written.getClass().getRecordComponents()) {
            try {
                same &=
                        isSame(
                                component.getAccessor().invoke(written),
                                component.getAccessor().invoke(lifted),
                                place);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a part of a statement hides " + component, e);
            }
        }
        return same;
    }
}
