package io.omendb.engine.api;

import io.omendb.engine.catalog.Catalog;
import io.omendb.sql.bind.Binder;
import io.omendb.sql.bind.BoundStatement;
import io.omendb.sql.bind.LiftedConstants;
import io.omendb.sql.bind.ParameterTypes;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.syntax.Parser;
import io.omendb.sql.syntax.Query;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.syntax.StatementShape;
import io.omendb.sql.syntax.TransactionStatement;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Datum;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans a statement for all texts of its shape. Which of its constants can be parameters is found
 * by trying: the text with a parameter in a constant's place has to be bound to the same statement,
 * see {@link LiftedConstants}. All together first, then one by one; the rest belong to the plan.
 */
final class RepeatedPlanner {
    private final Session session;
    private final Statement written;
    private final StatementShape shape;
    private final byte[] text;
    private final int[] oids;

    /** What the last successful trial made. */
    private @Nullable Statement lifted;

    private RepeatedPlanner(Session session, Statement written, StatementShape shape, byte[] text) {
        this.session = session;
        this.written = written;
        this.shape = shape;
        this.text = text;
        this.oids = new int[shape.count()];
        for (int i = 0; i < oids.length; i++) {
            oids[i] =
                    switch (shape.kind(i)) {
                        case INT4 -> TypeKind.INT4.oid();
                        case INT8 -> TypeKind.INT8.oid();
                        case DECIMAL -> TypeKind.NUMERIC.oid();
                        case STRING -> 0;
                    };
        }
    }

    /** Null for statements that are not worth it, or where too much belongs to the plan. */
    static @Nullable RepeatedPlan plan(
            Session session, Statement written, StatementShape shape, byte[] text) {
        return isKept(written) ? new RepeatedPlanner(session, written, shape, text).plan() : null;
    }

    private static boolean isKept(Statement statement) {
        return switch (statement) {
            case Query query -> true;
            case Statement.Insert insert -> true;
            case Statement.Update update -> true;
            case Statement.Delete delete -> true;
            case TransactionStatement.Begin begin -> true;
            case TransactionStatement.Commit commit -> true;
            case TransactionStatement.Rollback rollback -> true;
            default -> false;
        };
    }

    private @Nullable RepeatedPlan plan() {
        BoundStatement meant = bind(written, ParameterTypes.none());
        boolean[] chosen = new boolean[shape.count()];
        Arrays.fill(chosen, true);
        if (!isSame(meant, chosen)) {
            Arrays.fill(chosen, false);
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = true;
                chosen[i] = isSame(meant, chosen);
            }
        }
        for (int i = 0; i < chosen.length; i++) {
            if (!chosen[i] && shape.kind(i) == StatementShape.Kind.STRING) {
                return null; // it may have been read as a time that is not that of later statements
            }
        }
        if (!isSame(meant, chosen) || lifted == null) {
            return null;
        }
        PreparedPlan plan = session.plan(lifted, textWith(chosen), oids(chosen));
        return new RepeatedPlan(
                session,
                plan,
                new ConstantReader(chosen, plan.parameterTypes()),
                session.settings().format());
    }

    private BoundStatement bind(Statement statement, ParameterTypes parameters) {
        Catalog catalog = session.currentSchema().catalog();
        return Binder.bind(
                statement,
                catalog,
                FunctionRegistry.standard(),
                parameters,
                session.context().format());
    }

    /** Whether the text with these parameters means the same. */
    private boolean isSame(BoundStatement meant, boolean[] chosen) {
        try {
            List<Statement> parsed = Parser.parse(textWith(chosen));
            lifted = parsed.getFirst();
            LiftedConstants.Outcome outcome = LiftedConstants.Outcome.OTHER_TYPE;
            for (int trial = 0; trial < 2; trial++) {
                ParameterTypes parameters = ParameterTypes.declared(oids(chosen));
                LiftedConstants constants = new LiftedConstants(oids(chosen).length);
                outcome = constants.compare(meant, bind(lifted, parameters));
                if (outcome != LiftedConstants.Outcome.OTHER_TYPE) {
                    return outcome == LiftedConstants.Outcome.SAME
                            && hasSameValues(constants, parameters.resolved(), chosen);
                }
                if (!widen(constants, chosen)) {
                    return false;
                }
            }
            return false;
        } catch (SqlException noParameterThere) {
            // Where only a constant may stand, as in a type, the text with a parameter is wrong.
            return false;
        }
    }

    /** An integer that was written for a bigint is one. */
    private boolean widen(LiftedConstants constants, boolean[] chosen) {
        boolean widened = false;
        int parameter = 0;
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i]) {
                SqlType wanted = constants.wantedType(parameter++);
                if (wanted != null
                        && wanted.kind() == TypeKind.INT8
                        && oids[i] == TypeKind.INT4.oid()) {
                    oids[i] = TypeKind.INT8.oid();
                    widened = true;
                }
            }
        }
        return widened;
    }

    /** Whether what is read from the text is what the statement had, one by one. */
    private boolean hasSameValues(
            LiftedConstants constants, List<SqlType> types, boolean[] chosen) {
        Batch row = Batch.of(types, 1);
        if (!new ConstantReader(chosen, types).read(shape, session, row)) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            Constant constant = constants.constant(i);
            if (constant == null || !constant.value().equals(Datum.of(row.columns[i], 0))) {
                return false;
            }
        }
        return true;
    }

    private int[] oids(boolean[] chosen) {
        int[] declared = new int[oids.length];
        int count = 0;
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i]) {
                declared[count++] = oids[i];
            }
        }
        return Arrays.copyOf(declared, count);
    }

    /** The text with {@code $1}, {@code $2} ... in the place of the chosen constants. */
    private String textWith(boolean[] chosen) {
        StringBuilder with = new StringBuilder();
        int at = 0;
        int parameter = 0;
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i]) {
                with.append(utf8(at, shape.start(i))).append(" $").append(++parameter).append(' ');
                at = shape.end(i);
            }
        }
        return with.append(utf8(at, text.length)).toString();
    }

    private String utf8(int start, int end) {
        return new String(text, start, end - start, StandardCharsets.UTF_8);
    }
}
